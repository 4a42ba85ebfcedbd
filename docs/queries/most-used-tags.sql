-- Most used tags
-- What the articles are about by their own tags, in lower case, with copies counted once.
--
-- tag: tag
-- articles: articles that have it
-- outlets: outlets of these
-- first_published_at: when the first of them was published (UTC)
-- last_published_at: when the last was
SELECT lower(t.tag) AS tag, count(DISTINCT a.id) AS articles, count(DISTINCT a.outlet) AS outlets,
       min(a.published_at) AS first_published_at, max(a.published_at) AS last_published_at
FROM tags AS t
JOIN articles AS a ON a.id = t.article_id
LEFT JOIN clusters AS c ON c.article_id = a.id
WHERE c.cluster_id IS NULL OR c.cluster_id = a.id
GROUP BY lower(t.tag)
ORDER BY articles DESC, outlets DESC, lower(t.tag)
LIMIT 200;

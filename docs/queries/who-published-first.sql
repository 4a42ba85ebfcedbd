-- Who published first
-- Stories that several outlets tell: whose was the first, how many took it over, and how long that took. The copies are
-- those that `kliping learn` has found.
--
-- first_outlet: outlet that was first
-- first_published_at: when it published the story (UTC)
-- title: its headline
-- outlets: outlets that tell the story, the first among them
-- articles: articles that tell it
-- hours: from the first to the last of them
-- credit: source that one of them names
-- first_url: address of the first
SELECT s.first_outlet, s.first_published_at, s.first_title AS title, s.outlets, s.articles,
       round(CAST(max(t.published_hour) - min(t.published_hour) AS numeric), 1) AS hours,
       s.credit, s.first_url
FROM syndicated AS s
JOIN clusters AS c ON c.cluster_id = s.cluster_id
LEFT JOIN timing AS t ON t.article_id = c.article_id
WHERE s.outlets > 1
GROUP BY s.cluster_id, s.first_outlet, s.first_published_at, s.first_title, s.outlets, s.articles, s.credit, s.first_url
ORDER BY s.outlets DESC, s.articles DESC, s.first_published_at DESC, s.first_url
LIMIT 200;

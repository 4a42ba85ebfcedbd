-- Copies by outlet
-- Who takes over and who is taken over, by the copies that `kliping learn` has found. An outlet's copies of itself,
-- such as a story that it publishes again, stand apart.
--
-- outlet: outlet
-- articles: its articles
-- copies: those that another outlet published first
-- percent: share of its articles
-- hours_behind: how long after the first, on average
-- repeats: those that it published before itself
-- taken_over: articles of other outlets that copy one of its own
SELECT a.outlet, count(*) AS articles, sum(CASE WHEN f.outlet <> a.outlet THEN 1 ELSE 0 END) AS copies,
       round(100.0 * sum(CASE WHEN f.outlet <> a.outlet THEN 1 ELSE 0 END) / count(*), 1) AS percent,
       round(CAST(avg(CASE WHEN f.outlet <> a.outlet THEN t.published_hour - tf.published_hour END) AS numeric), 1)
           AS hours_behind,
       sum(CASE WHEN f.outlet = a.outlet THEN 1 ELSE 0 END) AS repeats, max(coalesce(o.taken_over, 0)) AS taken_over
FROM articles AS a
LEFT JOIN clusters AS c ON c.article_id = a.id AND c.cluster_id <> a.id
LEFT JOIN articles AS f ON f.id = c.cluster_id
LEFT JOIN timing AS t ON t.article_id = a.id
LEFT JOIN timing AS tf ON tf.article_id = f.id
LEFT JOIN (
    SELECT first.outlet, count(*) AS taken_over
    FROM clusters
    JOIN articles AS first ON first.id = clusters.cluster_id
    JOIN articles AS copy ON copy.id = clusters.article_id
    WHERE copy.outlet <> first.outlet
    GROUP BY first.outlet
) AS o ON o.outlet = a.outlet
WHERE a.outlet IS NOT NULL
GROUP BY a.outlet
ORDER BY copies DESC, taken_over DESC, a.outlet;

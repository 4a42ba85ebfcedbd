-- Wire share
-- How much of an outlet comes from agencies and other outlets: by its credit lines, and as copies of what another
-- outlet published before, credited or not.
--
-- outlet: outlet
-- articles: its articles
-- credited: those with a credit line ("Sumber: ...")
-- credited_percent: share of its articles
-- sources: different credits in them
-- copied: those that another outlet published first
-- copied_percent: share of its articles
-- uncredited: copied without a credit line
SELECT a.outlet, count(*) AS articles, count(a.wire_source) AS credited,
       round(100.0 * count(a.wire_source) / count(*), 1) AS credited_percent,
       count(DISTINCT a.wire_source) AS sources, count(f.id) AS copied,
       round(100.0 * count(f.id) / count(*), 1) AS copied_percent,
       sum(CASE WHEN f.id IS NOT NULL AND a.wire_source IS NULL THEN 1 ELSE 0 END) AS uncredited
FROM articles AS a
LEFT JOIN clusters AS c ON c.article_id = a.id
LEFT JOIN articles AS f ON f.id = c.cluster_id AND f.outlet <> a.outlet
WHERE a.outlet IS NOT NULL
GROUP BY a.outlet
ORDER BY credited_percent DESC, copied_percent DESC, a.outlet;

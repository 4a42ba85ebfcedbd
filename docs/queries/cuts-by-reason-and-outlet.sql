-- Cuts by reason and outlet
-- What was left out of the articles of each outlet, and by which cleaner. A cleaner that suddenly cuts more of an
-- outlet tells of a new template.
--
-- outlet: outlet, empty where it is not known
-- cleaner: reason of the cut
-- cuts: passages cut
-- articles: articles they were cut from
-- percent: share of the outlet's articles
-- characters: characters cut
SELECT a.outlet, c.cleaner, count(*) AS cuts, count(DISTINCT a.id) AS articles,
       round(100.0 * count(DISTINCT a.id) / max(o.articles), 1) AS percent,
       sum(length(c.text)) AS characters
FROM cuts AS c
JOIN articles AS a ON a.id = c.article_id
JOIN (SELECT coalesce(outlet, '') AS name, count(*) AS articles FROM articles GROUP BY coalesce(outlet, '')) AS o
  ON o.name = coalesce(a.outlet, '')
GROUP BY a.outlet, c.cleaner
ORDER BY characters DESC, a.outlet, c.cleaner
LIMIT 500;

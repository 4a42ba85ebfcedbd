-- Corrections after publication
-- Articles that say they were changed an hour or more after they were published, the longest after first. Smaller
-- changes are left out: many systems write one with each article.
--
-- outlet: outlet
-- hours: from publication to the last change
-- published_at: when it was published (UTC)
-- modified_at: when it was last changed (UTC)
-- title: headline
-- url: its address
SELECT a.outlet, round(CAST(t.modified_hour - t.published_hour AS numeric), 1) AS hours, a.published_at, a.modified_at,
       a.title, a.url
FROM articles AS a
JOIN timing AS t ON t.article_id = a.id
WHERE t.modified_hour - t.published_hour >= 1
ORDER BY t.modified_hour - t.published_hour DESC, a.id
LIMIT 500;

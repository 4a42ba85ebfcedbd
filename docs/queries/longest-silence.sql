-- Longest silence
-- The longest time in which an outlet published nothing that is stored, beside its usual pause: a holiday, a break of
-- the outlet, or a hole in the corpus.
--
-- outlet: outlet
-- hours: hours of its longest silence
-- since: last article before it (UTC)
-- until: first article after it (UTC)
-- usual_hours: hours between two articles, on average
-- articles: articles of the outlet with a time of publication
SELECT outlet, round(CAST(silence AS numeric), 1) AS hours, previous_at AS since, published_at AS until,
       round(CAST(mean_silence AS numeric), 1) AS usual_hours, articles
FROM (
    SELECT gaps.*, avg(silence) OVER (PARTITION BY outlet) AS mean_silence,
           count(*) OVER (PARTITION BY outlet) AS articles,
           row_number() OVER (PARTITION BY outlet ORDER BY silence DESC NULLS LAST, published_at) AS place
    FROM (
        SELECT a.outlet, a.published_at, lag(a.published_at) OVER in_order AS previous_at,
               t.published_hour - lag(t.published_hour) OVER in_order AS silence
        FROM articles AS a
        JOIN timing AS t ON t.article_id = a.id
        WHERE a.outlet IS NOT NULL
        WINDOW in_order AS (PARTITION BY a.outlet ORDER BY a.published_at, a.id)
    ) AS gaps
) AS ranked
WHERE place = 1 AND silence IS NOT NULL
ORDER BY hours DESC, outlet;

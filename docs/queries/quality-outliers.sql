-- Quality outliers
-- Articles with a figure of quality more than three standard deviations from the mean of their outlet, of outlets with
-- twenty articles or more: what to look at first before a model is trained on them.
--
-- outlet: outlet
-- figure: which figure, a column of `articles`
-- value: the article's
-- mean: the outlet's
-- squared_deviation: distance between the two in standard deviations, squared: more than 9
-- title: headline
-- url: its address
-- locator: where its page was read
WITH figures AS (
    SELECT id, outlet, 'word_count' AS figure, CAST(word_count AS double precision) AS value FROM articles
    UNION ALL SELECT id, outlet, 'digit_share', digit_share FROM articles
    UNION ALL SELECT id, outlet, 'capital_share', capital_share FROM articles
    UNION ALL SELECT id, outlet, 'repeated_line_share', repeated_line_share FROM articles
    UNION ALL SELECT id, outlet, 'foreign_share', foreign_share FROM articles WHERE foreign_share IS NOT NULL
    UNION ALL SELECT id, outlet, 'boilerplate_share', boilerplate_share FROM articles
), usual AS (
    SELECT outlet, figure, avg(value) AS mean, avg(value * value) - avg(value) * avg(value) AS variance
    FROM figures
    WHERE outlet IS NOT NULL
    GROUP BY outlet, figure
    HAVING count(*) >= 20
)
SELECT f.outlet, f.figure, round(CAST(f.value AS numeric), 3) AS value, round(CAST(u.mean AS numeric), 3) AS mean,
       round(CAST((f.value - u.mean) * (f.value - u.mean) / u.variance AS numeric), 1) AS squared_deviation,
       a.title, a.url, a.locator
FROM figures AS f
JOIN usual AS u ON u.outlet = f.outlet AND u.figure = f.figure AND u.variance > 0.000001
JOIN articles AS a ON a.id = f.id
WHERE (f.value - u.mean) * (f.value - u.mean) > 9 * u.variance
ORDER BY squared_deviation DESC, f.outlet, f.figure, f.id
LIMIT 500;

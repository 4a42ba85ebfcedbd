-- Articles by day
-- How much was published on each day (UTC), as far as the pages state it.
--
-- day: day of publication (UTC)
-- outlets: outlets that published on it
-- articles: articles of that day
-- indonesian: those in Indonesian
-- words: words of all of them
-- words_an_article: words of one, on average
SELECT day, count(DISTINCT outlet) AS outlets, sum(articles) AS articles, sum(indonesian) AS indonesian,
       sum(words) AS words, round(1.0 * sum(words) / sum(articles), 0) AS words_an_article
FROM daily
WHERE day IS NOT NULL
GROUP BY day
ORDER BY day DESC
LIMIT 1000;

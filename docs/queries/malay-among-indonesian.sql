-- Malay among Indonesian
-- Articles in Malay of outlets that mostly write Indonesian: taken over from abroad, of a desk of its own, or told
-- wrongly.
--
-- outlet: outlet
-- malay_percent: share of Malay among its articles
-- confidence: how sure the language is, 0 to 1
-- words: words of the text
-- published_at: when it was published (UTC)
-- title: headline
-- credit: source that its credit line names
-- url: its address
SELECT a.outlet, round(100.0 * o.malay / o.articles, 1) AS malay_percent,
       round(CAST(a.language_confidence AS numeric), 2) AS confidence, a.word_count AS words, a.published_at, a.title,
       a.wire_source AS credit, a.url
FROM articles AS a
JOIN (
    SELECT outlet, count(*) AS articles, sum(CASE WHEN language = 'id' THEN 1 ELSE 0 END) AS indonesian,
           sum(CASE WHEN language = 'ms' THEN 1 ELSE 0 END) AS malay
    FROM articles
    GROUP BY outlet
) AS o ON o.outlet = a.outlet
WHERE a.language = 'ms' AND 2 * o.indonesian > o.articles
ORDER BY a.language_confidence, a.outlet, a.id
LIMIT 500;

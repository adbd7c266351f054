-- Runs of consecutive years at a level or better: what evalkit's find_streaks gives.
--
-- Reads a table or view `ratings` with the columns year, population, subject, level, status: the Parquet that evalkit
-- saves, or one of the same columns with one row a subject and year. In a table made elsewhere this must find nobody:
--     SELECT subject FROM ratings WHERE subject NOT LIKE '#%' GROUP BY population, subject, year HAVING COUNT(*) > 1
-- Plain SQL: DuckDB, PostgreSQL, SQLite, Trino and Spark run it as it is.
--
-- A row is a run: subject, its first and last year at the level, and its length in years at the level.

WITH
-- To edit: of whom, at least how many years, and up to which year (the run must then reach it; 9999: wherever it ends).
asked (population, length, through) AS (VALUES
    ('member', 5, 9999)
),
-- To edit: what a year does to a run. 1, it counts: the level and each better one, and each level of an earlier scale
-- that the committee holds equal to one of these. 0, it bridges, and neither ends the run nor counts: a reason for not
-- being rated, such as 'maternity'. What is not listed ends the run.
outcomes (outcome, counts) AS (VALUES
    ('excellent', 1)
),
-- To edit: the years that count, each once, and then no other year is looked at; 0 alone: every calendar year.
named (year) AS (VALUES
    (0)
),
calendar AS (
    SELECT year, ROW_NUMBER() OVER (ORDER BY year) AS place FROM named
),
kept AS (
    SELECT ratings.subject, ratings.year, outcomes.counts, COALESCE(calendar.place, ratings.year) AS place
    FROM ratings
    JOIN asked ON asked.population = ratings.population AND asked.through >= ratings.year
    JOIN outcomes
        ON outcomes.outcome = CASE WHEN ratings.status = 'rated' THEN ratings.level ELSE ratings.status END
    LEFT JOIN calendar ON calendar.year = ratings.year
    WHERE ratings.subject NOT LIKE '#%'     -- a row of a counts sheet is no subject
      AND (calendar.year IS NOT NULL OR (SELECT MAX(year) FROM named) = 0)
),
-- Gaps and islands: along consecutive years the place and the number of the row grow together.
islands AS (
    SELECT subject, year, counts, place - ROW_NUMBER() OVER (PARTITION BY subject ORDER BY place) AS island FROM kept
),
runs AS (
    SELECT subject, MIN(CASE WHEN counts = 1 THEN year END) AS first, MAX(CASE WHEN counts = 1 THEN year END) AS last,
           CAST(SUM(counts) AS BIGINT) AS length
    FROM islands
    GROUP BY subject, island
)
SELECT runs.subject, runs.first, runs.last, runs.length
FROM runs JOIN asked ON runs.length >= asked.length AND (asked.through = 9999 OR runs.last = asked.through)
ORDER BY runs.subject, runs.first

-- How many at each level, of which base: what evalkit's level_rates gives by year and population.
--
-- Reads a table or view `ratings` with the columns year, population, level, status, count: the Parquet that
-- evalkit saves, or one of the same columns. Plain SQL: DuckDB, PostgreSQL, SQLite, Trino and Spark run it as it is.
--
-- A row: year, population, measure, count, base. The base of a level is the number rated on its scale, that of all
-- other measures is `total`. Levels of an earlier scale appear only where somebody was rated on it. A measure
-- `not_listed` appears only where the table holds a level or status that is not in the list below, or one that is
-- rated at no level: then correct the list or the table, and use no figure before.

WITH
-- To edit: every level, best first, with its scale (1: the present one, 2: an earlier one) and its place in it; of
-- scale 0 the reasons for not being rated, and last `unknown`.
outcomes (outcome, scale, place) AS (VALUES
    ('excellent', 1, 1),
    ('good', 1, 2),
    ('completed', 1, 3),
    ('not_completed', 1, 4),
    ('old_excellent', 2, 1),
    ('old_good', 2, 2),
    ('old_completed', 2, 3),
    ('old_poor', 2, 4),
    ('exempt', 0, 1),
    ('suspended', 0, 2),
    ('new_member', 0, 3),
    ('new_organisation', 0, 4),
    ('sick', 0, 5),
    ('maternity', 0, 6),
    ('away', 0, 7),
    ('under_review', 0, 8),
    ('not_yet', 0, 9),
    ('unspecified', 0, 10),
    ('unknown', 0, 11)
),
placed AS (
    SELECT outcome, scale, place, MAX(place) OVER (PARTITION BY scale) AS last_place FROM outcomes
),
-- What a measure counts: the outcomes of its scale from place `best` to place `worst`; `turn` is its place in the result.
measures AS (
    SELECT outcome AS measure, scale, place AS best, place AS worst,
           CASE WHEN scale > 0 THEN 2 * scale ELSE 104 END AS turn
    FROM placed WHERE outcome <> 'unknown'
    UNION ALL
    SELECT outcome || '_or_better', scale, 1, place, 2 * scale + 1
    FROM placed WHERE scale > 0 AND place > 1 AND place < last_place
    UNION ALL SELECT 'total', 0, 0, 0, 100 FROM outcomes WHERE outcome = 'unknown'
    UNION ALL SELECT 'rated', 0, 0, 0, 101 FROM outcomes WHERE outcome = 'unknown'
    UNION ALL SELECT 'not_rated', 0, 1, place - 1, 102 FROM outcomes WHERE outcome = 'unknown'
    UNION ALL SELECT 'unknown', 0, place, place, 103 FROM outcomes WHERE outcome = 'unknown'
    UNION ALL SELECT 'not_listed', -1, 1, 1, 105 FROM outcomes WHERE outcome = 'unknown'
),
-- The one pass over the table; what follows works on a few rows a group.
told AS (
    SELECT year, population, CASE WHEN status = 'rated' THEN level ELSE status END AS outcome, SUM(count) AS subjects
    FROM ratings
    GROUP BY year, population, CASE WHEN status = 'rated' THEN level ELSE status END
),
counted AS (
    SELECT told.year, told.population, told.subjects,
           COALESCE(placed.scale, -1) AS scale, COALESCE(placed.place, 1) AS place
    FROM told LEFT JOIN placed ON placed.outcome = told.outcome
)
SELECT counted.year, counted.population, measures.measure,
       CAST(SUM(CASE WHEN measures.measure = 'total' THEN counted.subjects
                     WHEN measures.measure = 'rated' AND counted.scale > 0 THEN counted.subjects
                     WHEN counted.scale = measures.scale AND counted.place BETWEEN measures.best AND measures.worst
                     THEN counted.subjects ELSE 0 END) AS BIGINT) AS count,
       CAST(SUM(CASE WHEN measures.scale IN (0, counted.scale) THEN counted.subjects ELSE 0 END) AS BIGINT) AS base
FROM counted CROSS JOIN measures
GROUP BY counted.year, counted.population, measures.measure, measures.scale, measures.turn, measures.worst
HAVING measures.scale IN (0, 1)
    OR SUM(CASE WHEN measures.scale = counted.scale THEN counted.subjects ELSE 0 END) > 0
ORDER BY counted.year, counted.population, measures.turn, measures.worst

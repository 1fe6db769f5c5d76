-- What .ci/smoke.py asks of each Spark beside the README's statements: every kind of function, every
-- encoding, and what plans do to the aggregates. Rows stand below their statement.
CREATE OR REPLACE TEMPORARY VIEW masks USING parquet OPTIONS (path 'job/sample');
SELECT net2vec(array(0.25, 1.0), array(0, 1), 0.9), net2vec_loss(array(0.25, 1.0), array(0, 1));
-- 0.975  -0.875
SELECT net2vec_batch(array(array(array(0.5, 1.0)), array(array(0.0, 0.25))),
                     array(array(array(0, 1)), array(array(0, 1))));
-- [0.75,0.625]
SELECT net2vec_counts(array(0.25, 1.0), array(0, 1)).true_positive;
-- 1.0
SELECT try_net2vec(array(0.25, 1.5), array(0, 1)), net2vec_diagnose(array(0.25, 1.5), array(0, 1)).reason;
-- NULL  OUT_OF_RANGE
SELECT net2vec('{"size": [2, 1], "counts": [0, 2]}', '{"size": [2, 1], "counts": "11"}');
-- 0.5
SELECT net2vec_mean(prediction, target) = net2vec_mean(mask_to_npy(prediction), mask_to_rle(target)),
       net2vec_mean(prediction, target) = net2vec_of(net2vec_summary(prediction, target), 0.5),
       net2vec_sum(prediction, target) = net2vec_exact_sum(net2vec(prediction, target))
FROM masks;
-- true  true  true
SELECT concept, round(net2vec_mean(prediction, target) FILTER (WHERE image_id < 3), 6),
       count(DISTINCT instance)
FROM masks WHERE concept > 'd' GROUP BY ROLLUP (concept) ORDER BY concept;
-- NULL  1843.357952  36
-- dog  1791.755555  12
-- person  2003.181699  12
-- tree  1735.136602  12
SELECT count(*) FROM (
  SELECT net2vec_mean(prediction, target) OVER (PARTITION BY concept) AS m FROM masks) WHERE m > 1700;
-- 60
SET spark.net2vec.factorPosClass = 0.9;
-- spark.net2vec.factorPosClass  0.9
SELECT net2vec(array(0.25, 1.0), array(0, 1));
-- 0.975

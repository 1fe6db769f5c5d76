"""DuckDB on arrays; it has no function that reads the items of a BLOB."""

import duckdb


def unnest(dataset, cores):
    return query(
        cores,
        f"""SELECT sum(CASE WHEN t > 0 THEN o ELSE 1 - o END) / 2 / {dataset.rows} FROM (
              SELECT unnest(prediction) AS o, unnest(target) AS t FROM '{dataset.glob}')""",
    )


def list_dot_product(dataset, cores):
    # TN = pixels − Σo − Σt + TP, as the targets are 0 and 1.
    return query(
        cores,
        f"""SELECT avg(0.5 * tp + 0.5 * (len(o) - list_sum(o) - list_sum(t) + tp)) FROM (
              SELECT o, t, list_dot_product(o, t) AS tp FROM (
                SELECT prediction AS o, target::FLOAT[] AS t FROM '{dataset.glob}'))""",
    )


def query(cores, sql):
    with duckdb.connect(config={"threads": cores}) as connection:
        return connection.execute(sql).fetchone()[0]

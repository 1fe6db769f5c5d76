"""ClickHouse within this process. The schema says that nothing is NULL, which arrayDotProduct asks for."""

from chdb import session

connection = session.Session()


def mean(dataset, cores):
    if dataset.layout == "NPY":
        o = item_array("prediction", dataset.header("prediction"), "Float32")
        t = item_array("target", dataset.header("target"), "Int8")
        schema = "prediction String, target String"
    else:
        o, t = "prediction", "target"
        schema = "prediction Array(Float32), target Array(Int8)"
    # TN = pixels − Σo − Σt + TP, as the targets are 0 and 1.
    answer = connection.query(
        f"""SELECT avg(0.5 * (2 * arrayDotProduct(o, t) + length(o) - arraySum(o) - arraySum(t))) FROM (
              SELECT {o} AS o, {t} AS t FROM file('{dataset.glob}', Parquet, '{schema}'))
            SETTINGS max_threads = {cores}""",
        "CSV",
    )
    return answer.bytes()


def item_array(column, header, item):
    return f"reinterpret(substring({column}, {header + 1}), 'Array({item})')"

import doctest
import inspect
import re
from typing import get_type_hints

import numpy as np
import pytest
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession
from pyspark.sql.functions import array, col, lit

import net2vec
from net2vec import _options, functions


def test_every_sql_function_has_its_python_function(spark):
    names = [row.function for row in spark.sql("SHOW USER FUNCTIONS").collect()]
    assert sorted(functions.__all__) == sorted(names)


@pytest.mark.parametrize("name", functions.__all__)
def test_it_takes_what_the_sql_function_takes(spark, name):
    usage = spark.sql(f"DESCRIBE FUNCTION {name}").collect()[2].function_desc
    parameters = re.search(rf"Usage: {name}\((.*?)\) - ", usage).group(1)
    function = inspect.signature(getattr(net2vec, name))
    assert list(function.parameters) == re.findall(r"\w+", parameters)


@pytest.mark.parametrize("name", ["__init__", "functions", *net2vec.__all__])
def test_the_examples_hold(spark, masks, name):
    documented = net2vec if name == "__init__" else getattr(net2vec, name)
    names = {**vars(net2vec), "spark": spark, "masks": masks, "array": array, "lit": lit}
    names.update(np=np, SparkSession=SparkSession)
    finder = doctest.DocTestFinder(recurse=False)
    (examples,) = finder.find(documented, f"net2vec.{name}", globs=names)
    assert examples.examples
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    assert runner.run(examples).failed == 0


def test_settings_may_be_columns(masks):
    value = net2vec.net2vec(col("prediction"), col("target"), col("b"), lit(0) + 0)
    assert masks.select(value).first()[0] == 0.975


def test_settings_have_names(masks):
    value = net2vec.net2vec("prediction", "target", factor_pos_class=1, target_thresh=-1)
    assert masks.select(value).first()[0] == 1.25


def test_a_setting_left_out_is_the_sessions(spark, masks):
    spark.conf.set("spark.net2vec.factorPosClass", "0.9")
    try:
        assert masks.select(net2vec.net2vec("prediction", "target")).first()[0] == 0.975
    finally:
        spark.conf.unset("spark.net2vec.factorPosClass")


@pytest.mark.parametrize("given", [float, int, lit])
def test_a_threshold_needs_no_b(masks, given):
    value = net2vec.net2vec("prediction", "target", target_thresh=given(-1))
    assert masks.select(value).first()[0] == 0.625


def test_a_threshold_may_be_a_column_beside_options(masks):
    value = net2vec.net2vec("prediction", "target", target_thresh=col("b"), activation="sigmoid")
    expected = 0.5 / (1 + np.exp(-1)) + 0.5 * (1 - 1 / (1 + np.exp(-0.25)))
    assert masks.select(value).first()[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"ignore_value": 0}, 0.5),
        ({"ignore_value": np.float64(0)}, 0.5),
        ({"ignore_value": float("nan"), "max_pixels": 2}, 0.875),
        ({"ignore_value": None}, 0.875),
        ({"prediction_scale": 2, "clip": True}, 0.6875),
        ({"activation": "sigmoid", "factor_pos_class": 1}, 1 / (1 + np.exp(-1))),
    ],
)
def test_options_are_keyword_arguments(masks, options, expected):
    value = net2vec.net2vec("prediction", "target", **options)
    assert masks.select(value).first()[0] == pytest.approx(expected, rel=1e-12)


def test_options_of_sql_are_known_and_no_others(masks):
    with pytest.raises(AnalysisException, match="'scale' is not an option of mask_shape, which"):
        masks.select(net2vec.mask_shape("target", scale=1)).first()


@pytest.mark.parametrize("name", functions.__all__)
def test_the_types_have_the_options(spark, name):
    described = spark.sql(f"DESCRIBE FUNCTION EXTENDED {name}").collect()
    text = "\n".join(row.function_desc for row in described)
    options = set(re.findall(r"^ {10}(\w+) - ", text, re.M))
    function = getattr(net2vec, name)
    named = set(inspect.signature(function).parameters) - {"options"}
    hint = function.__annotations__.get("options")
    typed = get_type_hints(getattr(_options, hint[7:-1])) if hint else {}
    assert options - named == set(typed) - named
    assert not hint or hint.startswith("Unpack[")


def test_a_reduction_needs_b():
    with pytest.raises(ValueError, match="reduction is given without factor_pos_class"):
        net2vec.net2vec_of("summary", reduction="sum")


@pytest.mark.parametrize("order", "CF")
@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32", "float16", "float32", ">f8"])
def test_arrays_become_masks(spark, dtype, order):
    mask = np.array([[1, 0, 1], [0, 0, 1]], dtype=dtype, order=order)
    frame = spark.createDataFrame([(net2vec.npy(mask),)], ["mask"])
    shape, values = frame.select(net2vec.mask_shape("mask"), net2vec.mask_values("mask")).first()
    assert (shape, values) == ([2, 3], [1, 0, 1, 0, 0, 1])


@pytest.mark.parametrize("mask", [None, ["a"], np.array([1j])])
def test_what_is_no_mask_is_an_error(mask):
    with pytest.raises(TypeError, match=r"mask is of .*, but must be of bool, integers or floats"):
        net2vec.npy(mask)

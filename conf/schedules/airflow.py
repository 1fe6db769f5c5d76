"""A nightly evaluation with a gate, by Airflow's SparkSubmitOperator.

Put this file into the DAGs folder; it needs apache-airflow-providers-apache-spark and a connection
"spark_default" that says which Spark to submit to.

In client mode spark-submit ends as the job does, so exit code 20 (a gate failed) fails the task.
On YARN in cluster mode the code is lost, but the task still fails: gate.json of the run that
DIR/latest.json names says why. It is not retried: the same masks fail the same gate.
"""

from datetime import datetime, timedelta

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG

MASKS = "s3a://example-masks"
RESULTS = "s3a://example-results/nightly"

with DAG(
    dag_id="net2vec_nightly",
    description="Evaluate the night's masks; fail where the model got worse",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    # A night that was missed is not made up for: its masks are gone, or are the next night's.
    catchup=False,
    # Two at once would be kept side by side, but the second one's baseline is the run before both.
    max_active_runs=1,
    tags=["net2vec"],
) as dag:
    evaluate = SparkSubmitOperator(
        task_id="evaluate",
        application="/opt/net2vec/net2vec-job.jar",
        java_class="dev.net2vec.job.Net2VecEval",
        application_args=[
            "evaluate",
            "--config",
            f"{MASKS}/nightly.yaml",
            "--output",
            RESULTS,
            "--tag",
            "night={{ ds }}",
        ],
        conn_id="spark_default",
        deploy_mode="client",
        num_executors=4,
        executor_cores=2,
        executor_memory="4g",
        driver_memory="2g",
        name="net2vec-nightly-{{ ds }}",
        retries=0,
        execution_timeout=timedelta(hours=4),
    )

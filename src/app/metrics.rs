//! Counts for Prometheus, on a listener of their own.
//!
//! Labels are route templates and classes of status, never a board, an id, a face or an address. No bucket is finer
//! than 10 ms, so that nobody's request can be told by its time.

use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::tasks::TaskGroup;

/// Upper bounds of the buckets, in seconds.
const BUCKETS_S: [f64; 9] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How often the exporter folds what it has heard.
const UPKEEP: Duration = Duration::from_secs(5);

/// The recorder could not be started: there is one already, or its buckets are wrong.
#[derive(Debug, thiserror::Error)]
#[error("the counts for LEEWARD_METRICS_LISTEN can't be started")]
pub struct NoMetrics;

/// Starts counting.
pub fn start(tasks: &TaskGroup) -> Result<PrometheusHandle, NoMetrics> {
    let builder = PrometheusBuilder::new().set_buckets(&BUCKETS_S).map_err(|_| NoMetrics)?;
    let handle = builder.install_recorder().map_err(|_| NoMetrics)?;
    let (upkeep, stop) = (handle.clone(), tasks.stop_signal());
    tasks.spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(UPKEEP)).await.is_some() {
            upkeep.run_upkeep();
        }
    });
    Ok(handle)
}

/// The one page of the metrics listener.
pub fn routes(handle: PrometheusHandle) -> Router {
    let page = async move || {
        let kind = [
            (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (StatusCode::OK, kind, handle.render()).into_response()
    };
    Router::new().route("/metrics", get(page))
}

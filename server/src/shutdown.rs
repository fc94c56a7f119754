//! Stopping: no new requests, every socket told to resume, what is under way finished, then the end.

use std::{sync::Arc, time::Duration};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Known to everything that must end. Cheap to clone.
#[derive(Clone, Default)]
pub struct Shutdown(Arc<Inner>);

#[derive(Default)]
struct Inner {
    token: CancellationToken,
    sockets: TaskTracker,
}

impl Shutdown {
    /// Begins on SIGTERM and on Ctrl-C; a second one ends the program at once.
    #[must_use]
    pub fn on_signals() -> Self {
        let shutdown = Self::default();
        let begin = shutdown.clone();
        tokio::spawn(async move {
            interrupted().await;
            tracing::info!("stopping");
            begin.begin();
            interrupted().await;
            std::process::exit(130);
        });
        shutdown
    }

    /// Begins.
    pub fn begin(&self) {
        self.0.token.cancel();
    }

    /// Whether it has begun: then the server is not ready for more.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.0.token.is_cancelled()
    }

    /// Ends when it has begun.
    pub async fn begun(self) {
        self.0.token.cancelled().await;
    }

    /// Websockets outlive their request, so axum's own graceful end does not wait for them; this one does.
    pub fn socket<F: Future<Output = ()> + Send + 'static>(
        &self,
        socket: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        self.0.sockets.track_future(socket)
    }

    /// Ends when every socket has, or after `seconds`.
    pub async fn finished(&self, seconds: u64) {
        self.0.sockets.close();
        if tokio::time::timeout(Duration::from_secs(seconds), self.0.sockets.wait()).await.is_err() {
            tracing::warn!(sockets = self.0.sockets.len(), "some sockets did not end in time");
        }
    }
}

async fn interrupted() {
    let term = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => drop(stream.recv().await),
            Err(error) => {
                tracing::error!(%error, "SIGTERM can not be listened to");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = term => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

//! The dialler: has a provider make the calls that visitors have asked for.

use std::time::Duration;

use domain::call::Status;
use service::{Service, call::Dial};
use tokio::time::sleep;

use crate::shutdown::Shutdown;

/// Another program may have taken the request, which nobody tells us.
const PAUSE: Duration = Duration::from_secs(5);

/// Why a provider makes no call.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

/// Somebody who rings two phones and connects them.
pub trait CallProvider {
    /// Begins a call; how it goes on is told by callbacks of the provider's own.
    fn connect(&self, dial: &Dial) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// Makes calls until the program stops. One whose request is cut off is not made again: it is over after a while.
pub async fn run(service: Service, provider: impl CallProvider, shutdown: Shutdown) {
    let stopping = shutdown.clone().begun();
    tokio::pin!(stopping);
    loop {
        match service.take_dials().await {
            Ok(dials) => {
                for dial in dials {
                    make(&service, &provider, &dial).await;
                }
            }
            Err(error) => tracing::error!(%error, "calls can not be read"),
        }
        tokio::select! {
            () = &mut stopping => return,
            () = service.dial_wanted() => {}
            () = sleep(PAUSE) => {}
        }
    }
}

async fn make(service: &Service, provider: &impl CallProvider, dial: &Dial) {
    let Err(fault) = provider.connect(dial).await else { return };
    tracing::warn!(call = %dial.call, %fault, "a call was not made");
    let reason = "The call could not be made";
    let over = |_| Some((Status::Failed, reason));
    if let Err(error) = service.progress_call(dial.organisation, dial.call, over).await {
        tracing::error!(%error, "what came of a call could not be stored; it is over after a while");
    }
}

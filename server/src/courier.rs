//! The courier: takes what waits in the outbox to customers' servers.
//!
//! Every webhook has a task of its own while there is something for it, so that one that is slow or gone holds up no other.
//! Order is the outbox's business: it gives out one delivery of a conversation at a time. Whatever happens to this task, a
//! delivery whose lease has run out is given out again; the other server knows it by its id.

use std::{collections::HashSet, time::Duration};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header::CONTENT_TYPE};
use domain::webhook::Format;
use futures::future::join_all;
use service::{
    Service, now,
    webhook::{Parcel, Reply, signature},
};
use store::Due;
use tokio::{sync::mpsc, task::JoinSet, time::sleep};

use crate::{live::random_below, outbound::Outbound, shutdown::Shutdown};

/// Another program may have written into the outbox, which nobody tells us.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// After the database has failed.
const RECOVERY: Duration = Duration::from_secs(1);

/// Delivers until the program stops. What is under way then is finished, or comes again.
pub async fn run(service: Service, outbound: Outbound, shutdown: Shutdown) {
    let stopping = shutdown.clone().begun();
    tokio::pin!(stopping);
    let (done, mut ended) = mpsc::unbounded_channel::<Due>();
    let mut busy: HashSet<Due> = HashSet::new();
    let mut tasks = JoinSet::new();
    loop {
        let pause = match service.due().await {
            Ok((due, next)) => {
                for due in due.into_iter().filter(|due| busy.insert(*due)) {
                    let (service, outbound, done) = (service.clone(), outbound.clone(), done.clone());
                    tasks.spawn(async move {
                        serve(&service, &outbound, due).await;
                        // Nobody listens any more only when the program stops.
                        let _ = done.send(due);
                    });
                }
                let wait = next.map_or(LONGEST_PAUSE, |next| {
                    Duration::from_millis(u64::try_from(next.since(now())).unwrap_or_default())
                });
                // What is busy is due as well, and says itself when it has ended.
                if busy.is_empty() { wait.min(LONGEST_PAUSE) } else { LONGEST_PAUSE }
            }
            Err(error) => {
                tracing::error!(%error, "the outbox can not be read");
                RECOVERY
            }
        };
        tokio::select! {
            () = &mut stopping => break,
            () = service.outbox_filled() => {}
            Some(due) = ended.recv() => { busy.remove(&due); }
            () = sleep(pause) => {}
        }
        while tasks.try_join_next().is_some() {}
    }
    // A request under way has some seconds; the lease of one that is cut off runs out.
    while tasks.join_next().await.is_some() {}
}

/// Delivers what is due of one webhook, until nothing is.
async fn serve(service: &Service, outbound: &Outbound, due: Due) {
    loop {
        let parcels = match service.take_parcels(due).await {
            Ok(parcels) if parcels.is_empty() => return,
            Ok(parcels) => parcels,
            Err(error) => {
                tracing::error!(%error, "the outbox can not be read");
                sleep(RECOVERY).await;
                return;
            }
        };
        join_all(parcels.iter().map(|parcel| deliver(service, outbound, parcel))).await;
    }
}

async fn deliver(service: &Service, outbound: &Outbound, parcel: &Parcel) {
    let Parcel { webhook, delivery, .. } = parcel;
    let patience = Duration::from_millis(webhook.purpose.timeout_ms());
    let (url, body) = (&webhook.url, delivery.body.clone());
    let reply = match outbound.post_within(patience, url, headers(parcel), body).await {
        Ok(answer) => Reply {
            status: Some(answer.status.as_u16()),
            retry_after: answer.retry_after,
            body: answer.body,
            error: String::new(),
        },
        Err(fault) => Reply { error: fault.to_string(), ..Reply::default() },
    };
    let chance = f64::from(u32::try_from(random_below(1000)).unwrap_or_default()) / 1000.0;
    if let Err(error) = service.delivered(parcel, &reply, chance).await {
        tracing::error!(%error, "what came of a delivery could not be stored; it comes again");
    }
}

/// The vendor's servers look at nothing but the body; ours is signed as Standard Webhooks says.
fn headers(Parcel { webhook, delivery, .. }: &Parcel) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    let mut set = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("webhook-id", delivery.id.to_string());
    if webhook.format == Format::Usher {
        let at = now().0.div_euclid(1000);
        set("webhook-timestamp", at.to_string());
        set("webhook-signature", signature(&webhook.secret, &delivery.id.to_string(), at, &delivery.body));
    }
    headers
}

//! The one client for requests to other people's servers (S-33): webhooks go through it, and whatever else a customer may
//! name an address for.
//!
//! An address is decided on where it is used: the resolver gives the connection none but public ones, so that a name which
//! answers otherwise a moment later leads nowhere. Redirections are answers like any other, and no proxy is asked. Whoever
//! hosts Usher may allow networks of their own (`outbound_allow`).

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use domain::webhook::MAX_ANSWER;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reqwest::{
    Client, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{HeaderMap, RETRY_AFTER},
    redirect::Policy,
};

/// How long an answer is waited for, unless somebody says otherwise.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client could not be made: without the system's certificates no server can be told from another.
#[derive(Debug, thiserror::Error)]
#[error("the system's certificates can not be read; is the package ca-certificates installed?")]
pub struct NoCertificates(#[source] reqwest::Error);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status; a redirection is one.
    pub status: StatusCode,
    /// The pause of a `Retry-After` header, in milliseconds.
    pub retry_after: Option<i64>,
    /// The body's first [`MAX_ANSWER`] bytes.
    pub body: Vec<u8>,
}

/// Why nothing came back, for whoever reads the log of deliveries.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is no address of the web.
    #[error("This is no address of the web.")]
    Address,
    /// It leads to a machine that nobody outside may reach.
    #[error("This address is not public, and this server does not allow it.")]
    Forbidden,
    /// No answer in time.
    #[error("No answer within {} seconds.", .0.as_secs())]
    Timeout(Duration),
    /// The other server could not be reached, or broke off.
    #[error("The server could not be reached.")]
    Unreachable,
}

/// The client.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    allowed: Arc<Allowed>,
}

impl Outbound {
    /// A client that may reach public addresses, and those of the networks in `own`.
    ///
    /// # Errors
    /// The system's certificates can not be read.
    pub fn new(own: Vec<IpNet>) -> Result<Self, NoCertificates> {
        // Another part of the program may have been first; it is the same one.
        drop(rustls::crypto::ring::default_provider().install_default());
        let allowed = Arc::new(Allowed(own));
        let client = Client::builder()
            .dns_resolver(Arc::new(Public(allowed.clone())))
            .redirect(Policy::none())
            .no_proxy()
            .user_agent(concat!("Usher/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(NoCertificates)?;
        Ok(Self { client, allowed })
    }

    /// Posts a body.
    ///
    /// # Errors
    /// See [`Fault`]; every status is an answer.
    pub async fn post(&self, url: &str, headers: HeaderMap, body: String) -> Result<Answer, Fault> {
        self.post_within(PATIENCE, url, headers, body).await
    }

    /// Posts a body to somebody who has so long to answer.
    ///
    /// # Errors
    /// See [`Fault`]; every status is an answer.
    pub async fn post_within(
        &self,
        patience: Duration,
        url: &str,
        headers: HeaderMap,
        body: String,
    ) -> Result<Answer, Fault> {
        let fault = |error: reqwest::Error| fault(&error, patience);
        let url = self.checked(url)?;
        let response = self.client.post(url).headers(headers).body(body).timeout(patience).send().await;
        let mut response = response.map_err(fault)?;
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|seconds| seconds.trim().parse::<u32>().ok());
        let mut read = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(fault)? {
            let room = MAX_ANSWER.saturating_sub(read.len()).min(chunk.len());
            read.extend_from_slice(&chunk[..room]);
            if read.len() >= MAX_ANSWER {
                break;
            }
        }
        let retry_after = retry_after.map(|seconds| i64::from(seconds) * 1000);
        Ok(Answer { status: response.status(), retry_after, body: read })
    }

    /// A host that is written as a number is not asked for by name, and so is looked at here. The parser knows every way in
    /// which one can be written.
    fn checked(&self, url: &str) -> Result<Url, Fault> {
        let url = Url::parse(url).map_err(|_| Fault::Address)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Fault::Address);
        }
        let host = url.host_str().ok_or(Fault::Address)?;
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) if !self.allowed.reaches(address) => Err(Fault::Forbidden),
            _ => Ok(url),
        }
    }
}

fn fault(error: &reqwest::Error, patience: Duration) -> Fault {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return Fault::Forbidden;
        }
        cause = error.source();
    }
    if error.is_timeout() { Fault::Timeout(patience) } else { Fault::Unreachable }
}

/// Networks of the host's own that may be reached beside the public ones.
struct Allowed(Vec<IpNet>);

impl Allowed {
    fn reaches(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address)) || is_public(address)
    }
}

/// Networks of IPv4 that are nobody's in public (RFC 6890 and what came after it).
const CLOSED_V4: [(u32, u8); 16] = [
    (0x0000_0000, 8),
    (0x0a00_0000, 8),
    (0x6440_0000, 10),
    (0x7f00_0000, 8),
    (0xa9fe_0000, 16),
    (0xac10_0000, 12),
    (0xc000_0000, 24),
    (0xc000_0200, 24),
    (0xc01f_c400, 24),
    (0xc058_6300, 24),
    (0xc0a8_0000, 16),
    (0xc612_0000, 15),
    (0xc633_6400, 24),
    (0xcb00_7100, 24),
    (0xe000_0000, 4),
    (0xf000_0000, 4),
];

/// What is given out of IPv6 at all.
const OPEN_V6: (u128, u8) = (0x2000 << 112, 3);
/// And what of that leads elsewhere: protocols of their own, examples, tunnels to IPv4.
const CLOSED_V6: [(u128, u8); 4] =
    [(0x2001 << 112, 23), (0x2001_0db8 << 96, 32), (0x2002 << 112, 16), (0x3fff << 112, 20)];

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !CLOSED_V4
            .iter()
            .any(|(net, bits)| Ipv4Net::new((*net).into(), *bits).is_ok_and(|net| net.contains(&v4))),
        IpAddr::V6(v6) => {
            let within =
                |(net, bits): (u128, u8)| Ipv6Net::new(net.into(), bits).is_ok_and(|net| net.contains(&v6));
            within(OPEN_V6) && !CLOSED_V6.into_iter().any(within)
        }
    }
}

/// Resolves names to addresses that may be reached, and to no other.
struct Public(Arc<Allowed>);

/// The name has addresses, and none of them may be reached.
#[derive(Debug, thiserror::Error)]
#[error("the name has no public address")]
struct NotPublic;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| allowed.reaches(address.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use axum::{Router, http::Response, routing::post};
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn what_is_public_is_reached_and_nothing_else() {
        let own = Allowed(vec!["10.1.0.0/16".parse().expect("is a network")]);
        let reaches = |text: &str| own.reaches(text.parse().expect("is an address"));
        for fine in [
            "1.1.1.1",
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "10.1.2.3",
            "::ffff:10.1.2.3",
        ] {
            assert!(reaches(fine), "{fine}");
        }
        for wrong in [
            "0.0.0.0",
            "10.0.0.1",
            "10.2.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "3fff::1",
            "100::1",
        ] {
            assert!(!reaches(wrong), "{wrong}");
        }
    }

    /// Counts who comes, and answers as it was told.
    async fn server(
        answer: impl Fn() -> Response<String> + Clone + Send + Sync + 'static,
    ) -> (u16, Arc<AtomicUsize>) {
        let visits = Arc::new(AtomicUsize::new(0));
        let count = visits.clone();
        let handle = move || {
            count.fetch_add(1, Ordering::SeqCst);
            let answer = answer();
            async move { Ok::<_, Infallible>(answer) }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let port = listener.local_addr().expect("has one").port();
        let app = Router::new().route("/", post(handle));
        tokio::spawn(async move { axum::serve(listener, app).await });
        (port, visits)
    }

    fn ok() -> Response<String> {
        Response::new("{\"result\":\"ok\"}".to_owned())
    }

    #[tokio::test]
    async fn this_machine_is_not_reached_however_it_is_written() {
        let (port, visits) = server(ok).await;
        let outbound = Outbound::new(Vec::new()).expect("is made");
        for host in [
            "127.0.0.1",
            "localhost",
            "LOCALHOST",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "0x7f.1",
            "0",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "①②⑦.⓪.⓪.①",
            "127。0。0。1",
            "user:word@127.0.0.1",
        ] {
            let outcome =
                outbound.post(&format!("http://{host}:{port}/"), HeaderMap::new(), String::new()).await;
            assert!(matches!(outcome, Err(Fault::Forbidden)), "{host}: {outcome:?}");
        }
        for url in ["", "crm", "ftp://127.0.0.1/", "file:///etc/passwd", "http://"] {
            let outcome = outbound.post(url, HeaderMap::new(), String::new()).await;
            assert!(matches!(outcome, Err(Fault::Address)), "{url}: {outcome:?}");
        }
        // Not every machine knows this name at all.
        let outcome =
            outbound.post(&format!("http://localhost.:{port}/"), HeaderMap::new(), String::new()).await;
        assert!(outcome.is_err(), "{outcome:?}");
        assert_eq!(visits.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_network_of_ones_own_is_reached_and_redirections_are_not_followed() {
        let (port, visits) = server(ok).await;
        let elsewhere = format!("http://127.0.0.1:{port}/");
        let (second, _) = server(move || {
            Response::builder()
                .status(307)
                .header("location", &elsewhere)
                .body(String::new())
                .expect("is one")
        })
        .await;
        let own = vec!["127.0.0.0/8".parse().expect("is a network")];
        let outbound = Outbound::new(own).expect("is made");
        let answer =
            outbound.post(&format!("http://localhost:{second}/"), HeaderMap::new(), String::new()).await;
        assert_eq!(answer.expect("is one").status, StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(visits.load(Ordering::SeqCst), 0);
        let answer =
            outbound.post(&format!("http://127.0.0.1:{port}/"), HeaderMap::new(), "{}".to_owned()).await;
        assert_eq!(answer.expect("is one").body, b"{\"result\":\"ok\"}");
        assert_eq!(visits.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn of_an_endless_answer_the_beginning_is_read() {
        let (port, _) = server(|| {
            Response::builder().header("retry-after", "7").body("x".repeat(1_000_000)).expect("is one")
        })
        .await;
        let outbound = Outbound::new(vec!["127.0.0.1/32".parse().expect("is a network")]).expect("is made");
        let answer =
            outbound.post(&format!("http://127.0.0.1:{port}/"), HeaderMap::new(), String::new()).await;
        let answer = answer.expect("is one");
        assert_eq!((answer.body.len(), answer.retry_after), (MAX_ANSWER, Some(7000)));
    }

    #[tokio::test]
    async fn who_is_not_there_is_told_apart_from_who_is_not_allowed() {
        let outbound = Outbound::new(vec!["127.0.0.1/32".parse().expect("is a network")]).expect("is made");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let port = listener.local_addr().expect("has one").port();
        drop(listener);
        let outcome =
            outbound.post(&format!("http://127.0.0.1:{port}/"), HeaderMap::new(), String::new()).await;
        assert!(matches!(outcome, Err(Fault::Unreachable)), "{outcome:?}");
        let outcome = outbound.post("http://no-such-host.invalid/", HeaderMap::new(), String::new()).await;
        assert!(matches!(outcome, Err(Fault::Unreachable)), "{outcome:?}");
    }
}

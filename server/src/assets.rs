//! What browsers load: all of it is inside the binary, compressed beforehand, under names that carry a hash.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use app::context::{Assets, Bundle};
use axum::{
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::state::AppState;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Embedded;

/// The loaders that customers' pages name: fixed names, short caching. Each is where its vendor has it (`CONTRACT 0.1`).
const LOADERS: [&str; 7] = ["usher.js", "svyazio.js", OWIDGET, CHATRA, BREVO, JIVO, ONWEBCHAT];
/// Pages under COEP must be able to load the loaders.
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const CHATRA: &str = "chatra.js";
const BREVO: &str = "brevo-conversations.js";
const JIVO: &str = "jivo.js";
const OWIDGET: &str = "OOWidget.js";
const ONWEBCHAT: &str = "clientchat.js";

/// Every file by its name without folders; the names are unique, since all but the loaders carry a hash.
pub struct Site(BTreeMap<String, Variants>);

#[derive(Default)]
struct Variants {
    plain: Option<File>,
    brotli: Option<File>,
    gzip: Option<File>,
}

struct File {
    body: Cow<'static, [u8]>,
    /// Names these bytes, so that whoever has them is sent nothing.
    etag: HeaderValue,
}

impl Site {
    /// Collects what the binary holds.
    #[must_use]
    pub fn load() -> Self {
        let mut files: BTreeMap<String, Variants> = BTreeMap::new();
        for path in Embedded::iter() {
            let Some(file) = Embedded::get(&path) else { continue };
            let name = path.rsplit('/').next().unwrap_or_default();
            let (name, kind) = match (name.strip_suffix(".br"), name.strip_suffix(".gz")) {
                (Some(name), _) => (name, Kind::Brotli),
                (_, Some(name)) => (name, Kind::Gzip),
                _ => (name, Kind::Plain),
            };
            let variants = files.entry(name.to_owned()).or_default();
            let file = File::new(file);
            match kind {
                Kind::Plain => variants.plain = Some(file),
                Kind::Brotli => variants.brotli = Some(file),
                Kind::Gzip => variants.gzip = Some(file),
            }
        }
        Self(files)
    }

    /// Paths of what our pages name; empty for what is missing, see [`Site::check`].
    #[must_use]
    pub fn names(&self) -> Assets {
        let find = |prefix: &str, suffix: &str| {
            let fits = |name: &&String| name.starts_with(prefix) && name.ends_with(suffix);
            self.0.keys().find(fits).map(|name| format!("/assets/{name}")).unwrap_or_default()
        };
        let bundle = |prefix: &str| Bundle {
            style: find(prefix, ".css"),
            script: find(prefix, ".js"),
            wasm: find(prefix, ".wasm"),
        };
        Assets {
            widget: bundle("widget."),
            dashboard: bundle("dashboard."),
            settings: bundle("settings."),
            frame_script: find("frame.", ".js"),
            desk_script: find("desk.", ".js"),
            preview_script: find("preview.", ".js"),
            mobile_script: find("mobile.", ".js"),
        }
    }

    /// How many files there are.
    ///
    /// # Errors
    /// Names what was not built.
    pub fn check(&self) -> Result<usize, String> {
        let Assets { widget, dashboard, settings, frame_script, desk_script, preview_script, mobile_script } =
            self.names();
        let gap = |bundle: Bundle| [bundle.style, bundle.script, bundle.wasm].iter().any(String::is_empty);
        let scripts = [frame_script, desk_script, preview_script, mobile_script];
        let parts = [
            ("the widget's bundle", gap(widget)),
            ("the dashboard's bundle", gap(dashboard)),
            ("the settings' bundle", gap(settings)),
            (
                "the embed's scripts",
                scripts.iter().any(String::is_empty)
                    || LOADERS.iter().any(|loader| !self.0.contains_key(*loader)),
            ),
        ];
        match parts.into_iter().find(|(_, missing)| *missing) {
            Some((part, _)) => Err(format!("{part} is not inside this binary; build it with script/build")),
            None => Ok(self.0.len()),
        }
    }

    fn respond(&self, name: &str, request: &HeaderMap, caching: &'static str) -> Response {
        let Some(variants) = self.0.get(name) else { return StatusCode::NOT_FOUND.into_response() };
        let accepted =
            request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let accepts = |coding: &str| {
            accepted.split(',').any(|item| item.split(';').next().unwrap_or("").trim() == coding)
        };
        let (file, coding) = match variants {
            Variants { brotli: Some(file), .. } if accepts("br") => (file, Some("br")),
            Variants { gzip: Some(file), .. } if accepts("gzip") => (file, Some("gzip")),
            Variants { plain: Some(file), .. } => (file, None),
            _ => return StatusCode::NOT_FOUND.into_response(),
        };
        let mut response = if file.is_known(request) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = file.body.clone().into_owned().into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, file.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        // Pages under COEP, and pages that pin the loader by its hash, must be able to load it.
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

impl File {
    fn new(file: EmbeddedFile) -> Self {
        let hash = file.metadata.sha256_hash();
        let name = hash.iter().take(12).fold(String::new(), |name, byte| name + &format!("{byte:02x}"));
        let etag = HeaderValue::from_str(&format!("\"{name}\"")).unwrap_or(HeaderValue::from_static("\"\""));
        Self { body: file.data, etag }
    }

    /// Whether the browser says that it has these bytes.
    fn is_known(&self, request: &HeaderMap) -> bool {
        let known = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let mut known =
            known.flat_map(|value| value.split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
        known.any(|tag| tag.as_bytes() == self.etag.as_bytes())
    }
}

enum Kind {
    Plain,
    Brotli,
    Gzip,
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// `GET /assets/{name}`: the name changes with the content, so it may be kept for ever.
pub async fn asset(State(site): State<Arc<Site>>, Path(name): Path<String>, request: HeaderMap) -> Response {
    if LOADERS.contains(&name.as_str()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    site.respond(&name, &request, "public, max-age=31536000, immutable")
}

/// What customers' pages name: a new version reaches them within minutes.
const LOADER_CACHING: &str = "public, max-age=300, stale-while-revalidate=86400";

/// `GET /widget/{loader}`: a loader of this name, else Jivo's, whose pages have the id of their site there
/// (`CONTRACT 1.1 JE1, JE8a`). It is one script for all ids and finds out for itself which one it is, so that nobody can ask
/// which ids there are; only of those that are no more ([`unless_removed`]).
pub async fn loader(State(site): State<Arc<Site>>, Path(name): Path<String>, request: HeaderMap) -> Response {
    let own = ["usher.js", "svyazio.js", OWIDGET].into_iter().find(|own| *own == name);
    site.respond(own.unwrap_or(JIVO), &request, LOADER_CACHING)
}

/// `GET /widget.js`, `/script/widget/{id}`, `/script/geo-widget/{id}` (`CONTRACT 0.1`)
pub async fn jivo(State(site): State<Arc<Site>>, request: HeaderMap) -> Response {
    site.respond(JIVO, &request, LOADER_CACHING)
}

/// What the page of a site that was removed is told, for a week (`CONTRACT 1.1 JE14`).
const REMOVED: &str = "console.info(\"Usher: Widget ID is permanently removed\");\n";
const REMOVED_CACHING: &str = "public, max-age=604800";

/// In front of Jivo's script where its path names the site: of one that was removed there is nothing to run.
pub async fn unless_removed(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request,
    next: Next,
) -> Response {
    // A loader's name is no id.
    if LOADERS.contains(&id.as_str()) {
        return next.run(request).await;
    }
    match state.service.is_removed(&id).await {
        Ok(true) => {
            let headers = [
                (header::CONTENT_TYPE, media_type("removed.js")),
                (header::CACHE_CONTROL, REMOVED_CACHING),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
                (CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"),
            ];
            (headers, REMOVED).into_response()
        }
        Ok(false) => next.run(request).await,
        Err(error) => {
            tracing::error!(%error, "nobody knows whether a site was removed; its page goes on");
            next.run(request).await
        }
    }
}

/// `GET /clientchat/{id}`, with or without what names a variant of the widget behind it (`CONTRACT 4.1 NE6`)
pub async fn onwebchat(State(site): State<Arc<Site>>, request: HeaderMap) -> Response {
    site.respond(ONWEBCHAT, &request, LOADER_CACHING)
}

/// `GET /chatra.js`
pub async fn chatra(State(site): State<Arc<Site>>, request: HeaderMap) -> Response {
    site.respond(CHATRA, &request, LOADER_CACHING)
}

/// `GET /brevo-conversations.js`
pub async fn brevo(State(site): State<Arc<Site>>, request: HeaderMap) -> Response {
    site.respond(BREVO, &request, LOADER_CACHING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(body: &'static str, etag: &'static str) -> File {
        File { body: body.as_bytes().into(), etag: HeaderValue::from_static(etag) }
    }

    fn site() -> State<Arc<Site>> {
        let loader = |name: &'static str| {
            let variants = Variants {
                plain: Some(file(name, "\"plain\"")),
                brotli: Some(file("br", "\"br\"")),
                gzip: None,
            };
            (name.to_owned(), variants)
        };
        let mut files: BTreeMap<String, Variants> = LOADERS.map(loader).into();
        files.insert(
            "frame.0123.js".to_owned(),
            Variants { plain: Some(file("frame", "\"f\"")), ..Variants::default() },
        );
        State(Arc::new(Site(files)))
    }

    fn request(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        headers
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)))
            .collect()
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1000).await.expect("reads");
        String::from_utf8(bytes.to_vec()).expect("is text")
    }

    #[tokio::test]
    async fn each_vendors_path_serves_its_own_loader() {
        let named = async |name: &str| loader(site(), Path(name.to_owned()), request(&[])).await;
        for name in ["usher.js", "svyazio.js", OWIDGET] {
            let response = named(name).await;
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert_eq!(response.headers()[header::CACHE_CONTROL], LOADER_CACHING);
            assert_eq!(response.headers()["cross-origin-resource-policy"], "cross-origin");
            assert_eq!(body(response).await, name);
        }
        assert_eq!(body(chatra(site(), request(&[])).await).await, CHATRA);
        assert_eq!(body(brevo(site(), request(&[])).await).await, BREVO);
        assert_eq!(body(jivo(site(), request(&[])).await).await, JIVO);
        assert_eq!(body(onwebchat(site(), request(&[])).await).await, ONWEBCHAT);
        // Jivo's pages have an id there, and the script is the same for all.
        for name in ["AbCdEf1234", "1234", JIVO, CHATRA, BREVO, "frame.0123.js", "..", "unknown"] {
            assert_eq!(body(named(name).await).await, JIVO, "{name}");
        }
        for name in LOADERS {
            let response = asset(site(), Path(name.to_owned()), request(&[])).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{name} is not to be kept for ever");
        }
        assert_eq!(body(asset(site(), Path("frame.0123.js".to_owned()), request(&[])).await).await, "frame");
    }

    #[tokio::test]
    async fn whoever_has_the_bytes_is_sent_none() {
        let ask = async |headers: &[(&'static str, &'static str)]| chatra(site(), request(headers)).await;
        assert_eq!(ask(&[]).await.headers()[header::ETAG], "\"plain\"");
        for known in ["\"plain\"", "W/\"plain\"", "\"old\", \"plain\""] {
            let response = ask(&[("if-none-match", known)]).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], LOADER_CACHING);
            assert_eq!(response.headers()[header::ETAG], "\"plain\"");
            assert_eq!(response.headers().get(header::CONTENT_TYPE), None);
            assert_eq!(body(response).await, "");
        }
        // Compressed bytes are others.
        for (coding, known, status) in
            [("br", "\"plain\"", StatusCode::OK), ("gzip, br", "\"br\"", StatusCode::NOT_MODIFIED)]
        {
            let response = ask(&[("accept-encoding", coding), ("if-none-match", known)]).await;
            assert_eq!(response.status(), status, "{coding}");
            assert_eq!(response.headers()[header::ETAG], "\"br\"");
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
        }
    }
}

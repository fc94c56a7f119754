//! What browsers load: all of it is inside the binary, compressed beforehand, under names that carry a hash.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use app::context::{Assets, Bundle};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Embedded;

/// The loaders that customers' pages name: fixed names, short caching.
const LOADERS: [&str; 1] = ["usher.js"];

/// Every file by its name without folders; the names are unique, since all but the loaders carry a hash.
pub struct Site(BTreeMap<String, Variants>);

#[derive(Default)]
struct Variants {
    plain: Option<Cow<'static, [u8]>>,
    brotli: Option<Cow<'static, [u8]>>,
    gzip: Option<Cow<'static, [u8]>>,
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
            match kind {
                Kind::Plain => variants.plain = Some(file.data),
                Kind::Brotli => variants.brotli = Some(file.data),
                Kind::Gzip => variants.gzip = Some(file.data),
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
        }
    }

    /// How many files there are.
    ///
    /// # Errors
    /// Names what was not built.
    pub fn check(&self) -> Result<usize, String> {
        let Assets { widget, dashboard, settings, frame_script, desk_script, preview_script } = self.names();
        let gap = |bundle: Bundle| [bundle.style, bundle.script, bundle.wasm].iter().any(String::is_empty);
        let scripts = [frame_script, desk_script, preview_script];
        let parts = [
            ("the widget's bundle", gap(widget)),
            ("the dashboard's bundle", gap(dashboard)),
            ("the settings' bundle", gap(settings)),
            ("the embed's scripts", scripts.iter().any(String::is_empty) || !self.0.contains_key("usher.js")),
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
        let (body, coding) = match variants {
            Variants { brotli: Some(body), .. } if accepts("br") => (body, Some("br")),
            Variants { gzip: Some(body), .. } if accepts("gzip") => (body, Some("gzip")),
            Variants { plain: Some(body), .. } => (body, None),
            _ => return StatusCode::NOT_FOUND.into_response(),
        };
        let mut response = body.clone().into_owned().into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        // Pages under COEP, and pages that pin the loader by its hash, must be able to load it.
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
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

/// `GET /widget/{loader}`: what customers' pages name; a new version reaches them within minutes.
pub async fn loader(State(site): State<Arc<Site>>, Path(name): Path<String>, request: HeaderMap) -> Response {
    if !LOADERS.contains(&name.as_str()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    site.respond(&name, &request, "public, max-age=300, stale-while-revalidate=86400")
}

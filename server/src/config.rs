//! Every setting: its one typed home, its default, its name in the file and in the environment.
//!
//! Later sources win: defaults, then the file (`--config`, `USHER_CONFIG`, or `usher.toml` where the program is started),
//! then the environment (`USHER_LISTEN` for `listen`, and so on).

use std::{env, fmt::Write as _, net::SocketAddr, path::PathBuf};

use config::{Config, File, FileFormat};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::postman::Postbox;

/// The settings of a running program.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where browsers reach us, without a slash at the end; `http://localhost:PORT` when empty.
    pub public_url: String,
    /// `sqlite:FILE` or `postgres://USER@HOST/NAME`; `usher.db` in the data folder when empty.
    pub database_url: String,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// What is logged, as `tracing` filters: `info`, `usher_server=debug,warn` …
    pub log: String,
    /// Whether the last address of `X-Forwarded-For` is the client's: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// Networks of one's own that webhooks may reach, as `10.0.0.0/8, 192.168.1.5/32`; without them, public addresses alone.
    pub outbound_allow: String,
    /// The server that takes our e-mails: `smtp://USER:PASSWORD@HOST:587?tls=required`, `smtps://USER:PASSWORD@HOST`; none are
    /// sent when empty.
    pub smtp_url: String,
    /// Who they are from: `Nordlys <chat@nordlys.example>`.
    pub mail_from: String,
    /// Where Twilio's API is, for sites that have their calls made by it.
    pub twilio_url: String,
    /// How long a stopping server waits for what is under way, in seconds.
    pub shutdown_seconds: u64,
}

/// The names of all settings; in the environment upper case, with `USHER_` in front.
const NAMES: [&str; 11] = [
    "listen",
    "public_url",
    "database_url",
    "data_dir",
    "log",
    "behind_proxy",
    "outbound_allow",
    "smtp_url",
    "mail_from",
    "twilio_url",
    "shutdown_seconds",
];

/// A setting is wrong; the sentence names it and what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(String);

impl Settings {
    /// Reads all sources.
    ///
    /// # Errors
    /// A file that can not be read, an unknown key, a value of the wrong form.
    pub fn load(file: Option<&PathBuf>) -> Result<Self, Wrong> {
        let environment = NAMES.into_iter().filter_map(|name| {
            let value = env::var(format!("USHER_{}", name.to_uppercase())).ok()?;
            Some((name, value))
        });
        Self::from_sources(file, environment)
    }

    fn from_sources(
        file: Option<&PathBuf>,
        environment: impl Iterator<Item = (&'static str, String)>,
    ) -> Result<Self, Wrong> {
        let wrong = |error: config::ConfigError| Wrong(error.to_string());
        let mut sources =
            Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml)).add_source(match file {
                Some(path) => File::from(path.clone()).format(FileFormat::Toml),
                None => File::new("usher.toml", FileFormat::Toml).required(false),
            });
        for (name, value) in environment {
            sources = sources.set_override(name, value).map_err(wrong)?;
        }
        let mut settings: Self = sources.build().map_err(wrong)?.try_deserialize().map_err(wrong)?;
        settings.complete()?;
        Ok(settings)
    }

    /// Fills what follows from other settings, and checks what the types can not say.
    fn complete(&mut self) -> Result<(), Wrong> {
        if self.public_url.is_empty() {
            self.public_url = format!("http://localhost:{}", self.listen.port());
        }
        let host =
            self.public_url.strip_prefix("https://").or_else(|| self.public_url.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', ' ', '"', ';', ','])) {
            let message = "public_url: an address like https://chat.example is expected, without a path";
            return Err(Wrong(message.to_owned()));
        }
        if self.database_url.is_empty() {
            self.database_url = format!("sqlite:{}", self.data_dir.join("usher.db").display());
        }
        self.networks()?;
        self.postbox()?;
        store::Engine::of(&self.database_url).map_err(|error| Wrong(error.to_string()))?;
        Ok(())
    }

    /// The networks of [`Settings::outbound_allow`].
    ///
    /// # Errors
    /// One of them is none.
    pub fn networks(&self) -> Result<Vec<IpNet>, Wrong> {
        let parts = self.outbound_allow.split(',').map(str::trim).filter(|part| !part.is_empty());
        let network = |part: &str| {
            part.parse().map_err(|_| {
                Wrong(format!("outbound_allow: “{part}” is no network; 10.0.0.0/8 and 192.168.1.5/32 are"))
            })
        };
        parts.map(network).collect()
    }

    /// How e-mails are sent; None if they are not.
    ///
    /// # Errors
    /// A setting is wrong, or one is missing that the other needs.
    pub fn postbox(&self) -> Result<Option<Postbox>, Wrong> {
        if self.smtp_url.is_empty() {
            return Ok(None);
        }
        Postbox::new(&self.smtp_url, &self.mail_from).map(Some).map_err(Wrong)
    }

    /// The settings as a file, with secrets hidden.
    #[must_use]
    pub fn show(&self) -> String {
        let shown = Self {
            database_url: without_password(&self.database_url),
            smtp_url: without_password(&self.smtp_url),
            ..self.clone()
        };
        let mut text = String::from("# Settings in effect. Secrets are hidden.\n");
        match toml::to_string(&shown) {
            Ok(toml) => text.push_str(&toml),
            // Writing to a string can not fail.
            Err(error) => drop(write!(text, "# {error}")),
        }
        text
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.show())
    }
}

const DEFAULTS: &str = r#"
listen = "127.0.0.1:8080"
public_url = ""
database_url = ""
data_dir = "data"
log = "info"
behind_proxy = false
outbound_allow = ""
smtp_url = ""
mail_from = ""
twilio_url = "https://api.twilio.com"
shutdown_seconds = 20
"#;

/// `postgres://user:secret@host/name` → `postgres://user:***@host/name`.
fn without_password(url: &str) -> String {
    let hidden = || {
        let (scheme, rest) = url.split_once("://")?;
        let (credentials, host) = rest.rsplit_once('@')?;
        let (user, _) = credentials.split_once(':')?;
        Some(format!("{scheme}://{user}:***@{host}"))
    };
    hidden().unwrap_or_else(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&'static str, &str)]) -> Result<Settings, Wrong> {
        let empty = tempfile::NamedTempFile::new().expect("a file").path().with_extension("toml");
        std::fs::write(&empty, "").expect("writes");
        Settings::from_sources(Some(&empty), pairs.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn defaults_are_complete() {
        let settings = with(&[("listen", "127.0.0.1:9000")]).expect("is fine");
        assert_eq!(settings.public_url, "http://localhost:9000");
        assert_eq!(settings.database_url, "sqlite:data/usher.db");
    }

    #[test]
    fn every_setting_has_a_name_in_the_environment() {
        let toml: toml::Table = toml::from_str(DEFAULTS).expect("reads");
        let mut names: Vec<&str> = toml.keys().map(String::as_str).collect();
        let mut known = NAMES.to_vec();
        names.sort_unstable();
        known.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn wrong_values_are_named() {
        for (name, value) in [
            ("listen", "nowhere"),
            ("public_url", "chat.example"),
            ("public_url", "https://chat.example/path"),
            ("database_url", "mysql://host"),
            ("behind_proxy", "perhaps"),
            ("outbound_allow", "10.0.0.0/8, intranet"),
            ("shutdown_seconds", "-1"),
        ] {
            let error = with(&[(name, value)]).expect_err(value).to_string();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn passwords_are_never_shown() {
        let settings =
            with(&[("database_url", "postgres://usher:secret@db.example/usher")]).expect("is fine");
        assert!(!format!("{settings:?}").contains("secret"));
        assert!(settings.show().contains("postgres://usher:***@db.example/usher"));
    }
}

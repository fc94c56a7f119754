//! What handlers share.

use std::sync::Arc;

use app::context::Context;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use service::Service;

use crate::{assets::Site, config::Settings, shutdown::Shutdown};

/// One state for all routes. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// What Leptos wants to know; our pages use none of it.
    pub options: LeptosOptions,
    /// The use cases.
    pub service: Service,
    /// What pages and server functions may use.
    pub context: Context,
    /// What browsers load.
    pub site: Arc<Site>,
    /// The settings.
    pub settings: Arc<Settings>,
    /// Stopping.
    pub shutdown: Shutdown,
}

impl AppState {
    /// Puts the parts together.
    #[must_use]
    pub fn new(service: Service, settings: Arc<Settings>, shutdown: Shutdown) -> Self {
        let site = Arc::new(Site::load());
        let assets = site.names();
        let context = Context { service: service.clone(), assets, public_url: settings.public_url.clone() };
        let options = LeptosOptions::builder().output_name("dashboard").build();
        Self { options, service, context, site, settings, shutdown }
    }
}

//! What people see: the visitor's panel ([`widget`]), the operators' dashboard ([`desk`]) and the admins' [`settings`].
//!
//! Compiled twice: with `ssr` for the server, which renders first, and with `hydrate` for the browser, which takes over.
//! It must **never** decide what is allowed (that is `service`) nor know SQL. The visitor's bundle is paid for by every
//! visitor: nothing of [`desk`], no router, no resource and no server function may be reached from [`widget::hydrate`].
//!
//! # Layout
//! - [`widget`], [`desk`], [`settings`]: a bundle of their own each; one component a visual noun, one file a component; `api.rs` holds their server functions.
//! - [`scene`] (server): the panel's forms; no bundle has them.
//! - [`ui`]: leaf components both share; [`link`]: the browser's half of the delivery contract, as the wasm sees it.
//! - [`error`]: what a server function may answer; [`outcome`]: how a page brings along what it begins with; [`context`] (server): who asks, and what it may use.
//!
//! # Adding a server function
//! In the feature's `api.rs`: `#[server(prefix = "/api", endpoint = "noun/verb", input = Json, output = Json)]`, one
//! struct as its only argument, a body of three lines (who asks, which use case, map the error), and a row in the table
//! of `server/tests/it/walls.rs`, which fails for a function that is not in it.
//!
//! # Adding a page of the desk
//! A file in `desk/`, a `<Route>` in `desk/mod.rs`. Nothing that depends on time, locale or chance may be rendered
//! before hydration is done.

#[cfg(feature = "ssr")]
pub mod context;
pub mod desk;
#[cfg(feature = "ssr")]
pub mod document;
pub mod error;
pub mod link;
pub mod outcome;
#[cfg(feature = "ssr")]
pub mod scene;
pub mod settings;
pub mod ui;
pub mod widget;

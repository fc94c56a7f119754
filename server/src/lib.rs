//! The running program: configuration, composition, and the doors that are not Leptos pages.
//!
//! It must **never** hold a rule of the business (that is `service`) or SQL (that is `store`).
//!
//! # Layout
//! - [`config`]: every setting, its default and its name; [`command`]: what the program can do.
//! - [`router`]: the list of routes and layers, readable top to bottom; [`state`]: what handlers share.
//! - [`live`]: the websocket; [`frame`]: the hidden frame and its panel; [`scene`]: its forms; [`chat`]: the full-page chat;
//!   [`preview`]: a site's looks before they are saved; [`mobile`]: a page for apps; [`assets`]: what browsers load.
//! - [`walls`]: who may ask (origin), how much (size), and the headers of every answer; [`shutdown`]; [`courier`], [`postman`] and [`dialler`] (with [`twilio`]): what goes out, by the web through [`outbound`].
//!
//! # Adding a route
//! A handler in the noun's file, a line in [`router`], a row in `tests/it/walls.rs`, which fails for a route that is not
//! in it.

pub mod assets;
pub mod chat;
pub mod command;
pub mod config;
pub mod courier;
pub mod dialler;
pub mod frame;
pub mod live;
pub mod mobile;
pub mod outbound;
mod partner;
pub mod postman;
pub mod preview;
pub mod router;
pub mod scene;
pub mod settings;
pub mod shutdown;
pub mod state;
pub mod twilio;
pub mod walls;

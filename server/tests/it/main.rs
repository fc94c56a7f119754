//! Stories through the real doors: real router, real sockets, real databases of both engines.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

mod bad_input;
mod busy;
mod calls;
mod chat;
mod contacts;
mod delivery;
mod frame;
mod full_disk;
mod identify;
mod offline;
mod partners;
mod preview;
mod receiver;
mod rules;
mod settings;
mod support;
mod talk;
mod walls;
mod webhooks;

//! Looks: components that know nothing of gateways.
//! Refuses to read contexts; props in, callbacks out. Of the platform it uses `dom` alone.

pub mod badge;
pub mod dialog;
pub mod el;
pub mod icon;
pub mod keyed;
pub mod lazy;
pub mod markdown;
pub mod note;
pub mod offer;
pub mod paste;
pub mod stride;
pub mod tall;
pub mod window;
pub mod within;

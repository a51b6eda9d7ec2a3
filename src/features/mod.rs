//! What people see, one folder per view. No feature imports another; they point at each other by `paths`.

pub mod analytics;
pub mod chat;
pub mod connect;
pub mod connection;
pub mod cron;
pub mod demo;
pub mod logs;
pub mod now;
pub mod palette;
pub mod projects;
pub mod sessions;
pub mod settings;
pub mod shell;
pub mod tasks;

//! Scheduled jobs: what is known of one without a clock, and whether it is late.
//! Refuses to know where jobs come from and how they are drawn.

pub mod facts;
pub mod late;

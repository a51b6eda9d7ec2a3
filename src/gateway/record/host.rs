//! Hosts a replay: connections come as the far ends of sockets, time comes from a clock.
//! Refuses to decide anything; the replay does.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use futures::future::FutureExt;
use futures::{StreamExt, future, select_biased};

use super::replay::Replay;
use crate::gateway::socket::{Clock, FarEnd, Heard, Local, Said};

/// Carries one connection until either side ends.
pub async fn host(replay: Rc<RefCell<Replay>>, far: FarEnd, clock: Arc<dyn Clock>) {
    let FarEnd { heard, mut said } = far;
    replay.borrow_mut().open(clock.now());
    loop {
        let now = clock.now();
        let passed = replay.borrow_mut().pass(now);
        for one in passed {
            let is_last = matches!(one, Heard::Closed { .. });
            // The near end may have moved on; then nobody wants to know.
            if heard.unbounded_send(one).is_err() || is_last {
                return;
            }
        }
        let deadline = replay.borrow().deadline();
        let mut alarm: Local<()> = match deadline {
            Some(at) => clock.sleep(at.saturating_sub(now)),
            None => Box::pin(future::pending()),
        };
        select_biased! {
            word = said.next() => match word {
                Some(Said::Text(text)) => replay.borrow_mut().hear(&text, clock.now()),
                Some(Said::Close { code, reason }) => {
                    let _ = heard.unbounded_send(Heard::Closed { code, reason: reason.into() });
                    return;
                }
                None => return,
            },
            () = alarm.as_mut().fuse() => {}
        }
    }
}

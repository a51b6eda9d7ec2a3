//! Remembering the shared secret: only on a person's wish, and only one that opened the door.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use openclutch::gateway::Command;
use openclutch::protocol::connect::Credential;
use support::URL;
use support::fake::{FakeGateway, settle};
use support::story::tell;

fn typed() -> Credential {
    Credential::Token("typed".into())
}

#[test]
fn a_secret_is_remembered_when_asked_for_and_once_the_gateway_takes_it() {
    tell(|| async {
        let (mut fake, gateway, _) = FakeGateway::start();
        fake.accept().await;
        settle().await;
        assert!(fake.secrets.borrow().is_empty(), "nobody asked for it");
        gateway.tell(Command::Remember { url: URL.into(), wanted: true });
        gateway.tell(Command::Connect { url: URL.into(), secret: typed() });
        settle().await;
        assert!(fake.secrets.borrow().is_empty(), "the gateway has not taken it yet");
        fake.accept().await;
        settle().await;
        assert_eq!(*fake.secrets.borrow(), [typed()]);
    });
}

#[test]
fn connecting_without_the_wish_forgets_it_and_switching_leaves_it() {
    tell(|| async {
        let (mut fake, gateway, _) = FakeGateway::start();
        fake.accept().await;
        gateway.tell(Command::Connect { url: URL.into(), secret: Credential::None });
        fake.accept().await;
        settle().await;
        assert!(fake.secrets.borrow().is_empty());
        gateway.tell(Command::Remember { url: URL.into(), wanted: false });
        gateway.tell(Command::Connect { url: URL.into(), secret: typed() });
        fake.accept().await;
        settle().await;
        assert_eq!(*fake.secrets.borrow(), [Credential::None]);
    });
}

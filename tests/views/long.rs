//! Stories of a list of thousands: it comes in pages, and only what is in view is drawn.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page, row, wait_for, with};

const COUNT: usize = 2_000;

fn numbered(from: usize, limit: usize) -> Value {
    let rows = from..(from + limit).min(COUNT);
    rows.map(|at| with(row(&format!("k{at:04}"), false, 1), json!({"updatedAt": 1_000_000 - at}))).collect()
}

/// A page that has read all of a long list.
async fn long() -> Page {
    let mut page = Page::open();
    page.dress();
    page.connect(&ALL, numbered(0, 100), COUNT).await;
    let mut held = 100;
    while held < COUNT {
        let request = page.request("sessions.list").await;
        let number = |name: &str| usize::try_from(request["params"][name].as_u64().unwrap()).unwrap();
        let (offset, limit) = (number("offset"), number("limit"));
        assert!(offset <= held && offset + limit > held, "no row is left out: {request}");
        page.read("Reading ").await;
        page.answer(&request, json!({"sessions": numbered(offset, limit), "totalCount": COUNT}));
        held = (offset + limit).min(COUNT);
    }
    wait_for("all rows", || page.find("[role=treegrid]").unwrap().get_attribute("aria-rowcount").as_deref() == Some("2001")).await;
    page
}

#[wasm_bindgen_test]
async fn a_list_of_thousands_draws_what_is_in_view_and_end_reaches_the_last() {
    let mut page = long().await;
    let few = |page: &Page| {
        let count = page.count(".row[data-key]");
        assert!((5..60).contains(&count), "{count} rows");
    };
    page.see(".row[data-key=k0000]").await;
    few(&page);
    page.key("End").await;
    page.see(".row[data-key=k1999][data-cursor]").await;
    page.settle().await;
    few(&page);
    let (list, last) = (page.see("[role=treegrid]").await, page.see(".row[data-key=k1999]").await);
    let (list, last) = (list.get_bounding_client_rect(), last.get_bounding_client_rect());
    assert!(last.bottom() <= list.bottom() + 1.0, "the last row is in view: {} of {}", last.bottom(), list.bottom());
    assert!(list.height() < web_sys::window().unwrap().inner_height().unwrap().as_f64().unwrap(), "the list scrolls, not the page");
    page.key("Home").await;
    page.see(".row[data-key=k0000][data-cursor]").await;
    page.settle().await;
    few(&page);
    assert_eq!(page.calls_meanwhile().await, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_scrolled_list_stays_where_it_is_while_rows_come() {
    let mut page = long().await;
    let list = page.see("[role=treegrid]").await;
    list.set_scroll_top(20_000);
    page.see_no(".row[data-key=k0000]").await;
    page.settle().await;
    let before = page.keys();
    page.change("create", with(row("new", true, 2), json!({"updatedAt": 2_000_000})));
    page.read("1 new").await;
    assert_eq!(page.keys(), before);
    page.click(".fresh").await;
    page.see(".row[data-key=new]").await;
    assert_eq!(list.scroll_top(), 0);
}

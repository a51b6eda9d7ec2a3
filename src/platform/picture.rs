//! Drawings as files: with the colours that they have on screen written into them, since a file has no style sheet.
//! Refuses to know what they show.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, HtmlImageElement};

use super::dom::{document, download, save};

/// What decides how a drawing looks.
const LOOKS: [&str; 10] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linejoin",
    "opacity",
    "font-size",
    "font-family",
];
/// Pictures have so many points for each CSS pixel.
const FINE: u32 = 2;

/// Saves the drawing inside an element as SVG.
pub fn save_drawing(within: &Element, name: &str) {
    if let Some((text, _)) = written(within) {
        download(name, "image/svg+xml", &text);
    }
}

/// Saves the drawing inside an element as PNG.
pub fn save_picture(within: &Element, name: &str) {
    let name = name.to_owned();
    let Some((text, (width, height))) = written(within) else { return };
    let Ok(image) = HtmlImageElement::new() else { return };
    let drawn = image.clone();
    let paint = move || {
        let (canvas, context) = canvas(width * FINE, height * FINE)?;
        context
            .draw_image_with_html_image_element_and_dw_and_dh(&drawn, 0.0, 0.0, f64::from(width * FINE), f64::from(height * FINE))
            .ok()?;
        canvas.to_data_url_with_type("image/png").ok()
    };
    let painted = Closure::once_into_js(move || {
        if let Some(address) = paint() {
            save(&address, &name);
        }
    });
    image.set_onload(Some(painted.unchecked_ref()));
    image.set_src(&["data:image/svg+xml,", &String::from(js_sys::encode_uri_component(&text))].concat());
}

/// Writes the drawing inside an element down, and how large it is.
fn written(within: &Element) -> Option<(String, (u32, u32))> {
    let drawing = within.query_selector("svg.drawing").ok()??;
    let copy: Element = drawing.clone_node_with_deep(true).ok()?.unchecked_into();
    let window = web_sys::window()?;
    let (_, pen) = canvas(1, 1)?;
    let (from, to) = (drawing.query_selector_all("*").ok()?, copy.query_selector_all("*").ok()?);
    for at in 0..from.length() {
        let (Some(from), Some(to)) = (from.item(at), to.item(at)) else { continue };
        let (from, to): (Element, Element) = (from.unchecked_into(), to.unchecked_into());
        let Some(style) = window.get_computed_style(&from).ok().flatten() else { continue };
        for look in LOOKS {
            let value = style.get_property_value(look).unwrap_or_default();
            let value = if matches!(look, "fill" | "stroke") && value != "none" { plain(&pen, &value) } else { value };
            // Fails only for names that are none.
            let _ = to.set_attribute(look, &value);
        }
        let _ = to.remove_attribute("class");
    }
    let size = |name: &str| drawing.get_attribute(name).and_then(|size| size.parse::<u32>().ok());
    let (width, height) = (size("width")?, size("data-whole").or_else(|| size("height"))?);
    // What is below the drawing on screen is in the file.
    for (name, value) in [("height", height.to_string()), ("viewBox", format!("0 0 {width} {height}"))] {
        let _ = copy.set_attribute(name, &value);
    }
    let ground = window.get_computed_style(within).ok()??.get_property_value("--panel").unwrap_or_default();
    let rect = document()?.create_element_ns(Some("http://www.w3.org/2000/svg"), "rect").ok()?;
    for (name, value) in [("width", "100%"), ("height", "100%"), ("fill", &plain(&pen, &resolved(within, &ground)))] {
        let _ = rect.set_attribute(name, value);
    }
    copy.insert_before(&rect, copy.first_child().as_ref()).ok()?;
    let _ = copy.remove_attribute("class");
    let text = web_sys::XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()?;
    Some((text, (width, height)))
}

/// A colour as it is here, whatever functions and variables it is written with.
fn resolved(within: &Element, colour: &str) -> String {
    let probe = || {
        let probe = document()?.create_element("i").ok()?.dyn_into::<HtmlElement>().ok()?;
        probe.style().set_property("color", colour).ok()?;
        within.append_child(&probe).ok()?;
        let colour = web_sys::window()?.get_computed_style(&probe).ok()??.get_property_value("color").ok();
        probe.remove();
        colour
    };
    probe().unwrap_or_default()
}

/// A colour as every program reads it: painted on one point, and read off.
fn plain(pen: &CanvasRenderingContext2d, colour: &str) -> String {
    pen.clear_rect(0.0, 0.0, 1.0, 1.0);
    pen.set_fill_style_str(colour);
    pen.fill_rect(0.0, 0.0, 1.0, 1.0);
    match pen.get_image_data(0.0, 0.0, 1.0, 1.0).map(|image| image.data().0) {
        Ok(point) => match point.as_slice() {
            [red, green, blue, _] => format!("rgb({red},{green},{blue})"),
            _ => colour.into(),
        },
        Err(_) => colour.into(),
    }
}

fn canvas(width: u32, height: u32) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas = document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: Result<CanvasRenderingContext2d, JsValue> = canvas.get_context("2d").ok()??.dyn_into().map_err(JsValue::from);
    Some((canvas, context.ok()?))
}

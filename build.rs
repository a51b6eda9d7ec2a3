//! Tells the linker to keep what is needed to cut the program into parts afterwards: which bytes are addresses.
//! Knows nothing of where it is cut.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is_set = |name: &str| std::env::var_os(name).is_some();
    if is_set("CARGO_FEATURE_PARTS") && std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo:rustc-link-arg-bin=openclutch=--emit-relocs");
    }
}

//! The binary holds what browsers load. Which files those are is read by a macro, which cargo does not see.

fn main() {
    let site = "../target/site";
    if std::path::Path::new(site).exists() {
        println!("cargo:rerun-if-changed={site}");
    } else {
        println!("cargo:rerun-if-changed=build.rs");
    }
}

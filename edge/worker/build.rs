//! What the Worker carries of its schema: the statements, without what only people read. Each byte counts.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=src/schema");
    let files = (1..).map(|number| fs::read_to_string(format!("src/schema/{number}.sql")));
    let migrations: Vec<String> = files.map_while(Result::ok).map(|text| statements(&text)).collect();
    let out = env::var_os("OUT_DIR").expect("cargo says where");
    fs::write(Path::new(&out).join("migrations.rs"), format!("&{migrations:?}")).expect("room for a file");
}

fn statements(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n")
}

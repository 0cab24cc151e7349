//! The binary `leeward`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    leeward::app::main(std::env::args_os())
}

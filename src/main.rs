//! The `todoc` program.

#[expect(clippy::disallowed_methods, reason = "the program is where the command line comes in")]
fn main() -> std::process::ExitCode {
    todoc::cli::main(std::env::args_os())
}

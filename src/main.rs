//! The `todoc` program.

fn main() -> std::process::ExitCode {
    todoc::cli::main(std::env::args_os())
}

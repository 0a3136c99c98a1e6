//! Of Dapr.

use super::Choice;

choices! {
    /// What a block of Dapr is.
    DAPR_KIND {
        /// A building block, such as a queue or a store, which applications call by its name.
        DAPR_COMPONENT: "component" => "Component";
        /// Settings of sidecars.
        DAPR_CONFIGURATION: "configuration" => "Configuration";
    }
    /// How Dapr's sidecar calls an application.
    DAPR_PROTOCOL {
        /// HTTP.
        DAPR_HTTP: "http" => "http";
        /// The calls of gRPC.
        DAPR_GRPC: "grpc" => "grpc";
        /// HTTP over TLS.
        DAPR_HTTPS: "https" => "https";
        /// The calls of gRPC over TLS.
        DAPR_GRPCS: "grpcs" => "grpcs";
        /// HTTP/2 without TLS.
        DAPR_H2C: "h2c" => "h2c";
    }
    /// How much Dapr's sidecar logs.
    DAPR_LOG_LEVEL {
        /// Everything.
        DAPR_DEBUG: "debug" => "debug";
        /// What it does.
        DAPR_INFO: "info" => "info";
        /// What may be wrong.
        DAPR_WARN: "warn" => "warn";
        /// What is wrong.
        DAPR_ERROR: "error" => "error";
    }
}

package io.marketbell.monitoring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Determines the name of this node in the cluster. */
final class NodeName {
    private NodeName() {}

    /**
     * @param configured the configured name, used first
     * @param environment the value of the variable {@code HOSTNAME}, used second; in Kubernetes it is the pod's
     *     name
     */
    static String of(Optional<String> configured, Optional<String> environment) {
        return configured.or(() -> environment.filter(name -> !name.isBlank())).orElseGet(NodeName::host);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}

package io.marketbell.monitoring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What this node is called among its like. */
final class NodeName {
    private NodeName() {}

    /**
     * @param configured first of all
     * @param environment then the variable {@code HOSTNAME}, which is the pod's name in Kubernetes
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

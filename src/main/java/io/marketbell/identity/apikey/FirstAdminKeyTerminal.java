package io.marketbell.identity.apikey;

import java.io.PrintWriter;

/** Prints the first admin key on the terminal that the server was started in. */
final class FirstAdminKeyTerminal implements FirstAdminKeyHandover {
    private final PrintWriter terminal;
    private final String node;

    FirstAdminKeyTerminal(PrintWriter terminal, String node) {
        this.terminal = terminal;
        this.node = node;
    }

    @Override
    public Prepared prepare(String key) {
        return new Prepared() {
            @Override
            public void complete() {
                terminal.printf(
                        "%n    No admin had an API key, so node %s created this one. It is shown only once:%n%n"
                                + "        %s%n%n    Use it as X-API-Key to create your own keys (POST"
                                + " /api/v1/api-keys), then revoke it.%n%n",
                        node, key);
                terminal.flush();
            }

            @Override
            public void discard() {
                // nothing was printed
            }
        };
    }
}

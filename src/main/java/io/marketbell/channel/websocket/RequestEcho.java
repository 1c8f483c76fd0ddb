package io.marketbell.channel.websocket;

/**
 * The members of a request that its reply repeats.
 *
 * @param method null if the request was refused without being parsed and does not start with its method
 * @param requestId the {@code req_id} as JSON text, or null if the client sent none
 */
record RequestEcho(String method, String requestId) {

    boolean isNumbered() {
        return requestId != null;
    }
}

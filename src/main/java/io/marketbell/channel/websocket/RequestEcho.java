package io.marketbell.channel.websocket;

/**
 * What a reply repeats of its request.
 *
 * @param method or null where the request was refused unread and does not begin with it
 * @param requestId the {@code req_id} as JSON text, or null where the client sent none
 */
record RequestEcho(String method, String requestId) {

    boolean isNumbered() {
        return requestId != null;
    }
}

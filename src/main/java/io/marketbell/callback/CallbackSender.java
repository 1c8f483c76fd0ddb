package io.marketbell.callback;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends HTTP requests to callback hosts. */
interface CallbackSender {

    /**
     * Posts JSON once, without retries or redirects.
     *
     * @return the response status; completes exceptionally if there was no response in time
     */
    CompletionStage<Integer> post(URI url, Map<String, String> headers, String body);
}

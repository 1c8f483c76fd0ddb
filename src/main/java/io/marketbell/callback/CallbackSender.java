package io.marketbell.callback;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The way out of the process. */
interface CallbackSender {

    /**
     * Posts JSON, once; follows nothing.
     *
     * @return the status that came back; fails where none came in time
     */
    CompletionStage<Integer> post(URI url, Map<String, String> headers, String body);
}

package io.marketbell.publish.validation;

import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.ItemField;
import java.net.URI;
import java.net.URISyntaxException;

/** Parses the callback URL of an item. */
final class CallbackUrl {
    private CallbackUrl() {}

    /** @return null if the text is null, or if the URL is refused and a fault was added */
    static String read(String text, String publisher, CallbackPolicy policy, ItemFaults faults) {
        if (text == null) {
            return null;
        }
        String fault = fault(text, publisher, policy);
        if (fault != null) {
            faults.add(ItemField.CALLBACK_URL, fault);
            return null;
        }
        return text;
    }

    private static String fault(String text, String publisher, CallbackPolicy policy) {
        if (text.length() > PublishLimits.CALLBACK_URL_LENGTH) {
            return "is " + text.length() + " characters long; at most " + PublishLimits.CALLBACK_URL_LENGTH
                    + " are allowed";
        }
        if (!CompactJson.isWellFormed(text, 0, text.length())) {
            return "is not a valid URL";
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return "is not a valid URL";
        }
        if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
            return "must be an absolute https or http URL";
        }
        if (url.getHost() == null) {
            return "must have a host";
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "must not contain credentials or a fragment";
        }
        return policy.refusal(publisher, url).orElse(null);
    }
}

package io.marketbell.publish.validation;

import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.ItemField;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Parses the callback URL of an item. */
final class CallbackUrl {
    private static final int LARGEST_PORT = 65_535;

    /** Java does not recognize the host of such a URL. */
    private static final Pattern TOO_LONG_PORT = Pattern.compile(".*:[0-9]{10,}");

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
        if (!hasPossiblePort(url)) {
            return "must have a port from 1 to " + LARGEST_PORT;
        }
        if (url.getHost() == null) {
            return "must have a host";
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "must not contain credentials or a fragment";
        }
        return policy.refusal(publisher, url).orElse(null);
    }

    private static boolean hasPossiblePort(URI url) {
        String authority = url.getRawAuthority();
        if (url.getHost() == null) {
            return authority == null || !TOO_LONG_PORT.matcher(authority).matches();
        }
        return url.getPort() != 0 && url.getPort() <= LARGEST_PORT;
    }
}

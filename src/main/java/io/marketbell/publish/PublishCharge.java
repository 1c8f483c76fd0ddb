package io.marketbell.publish;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Charges the rate limit for a publishing request by its number of notifications, which is known only after reading the
 * body. The rate-limiting package sets it on the request. It is charged after the whole request is read and before any
 * item is published.
 */
public interface PublishCharge {
    /** Name of the request attribute that contains it. */
    String ATTRIBUTE = "io.marketbell.publish.charge";

    /**
     * @param notifications number of items in the request, valid or not
     * @throws io.marketbell.http.problem.ProblemException if the rate limit is exceeded
     */
    void charge(int notifications);

    /** Has no effect if the request has no charge. */
    static void charge(HttpServletRequest request, int notifications) {
        if (request.getAttribute(ATTRIBUTE) instanceof PublishCharge charge) {
            charge.charge(notifications);
        }
    }
}

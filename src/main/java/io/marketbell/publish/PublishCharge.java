package io.marketbell.publish;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The charge for a publishing request by its size, which is known only after reading. Set on the request by the room
 * that limits; paid when all of it is read and nothing of it published.
 */
public interface PublishCharge {
    /** The request's attribute that holds it. */
    String ATTRIBUTE = "io.marketbell.publish.charge";

    /**
     * @param notifications in the request, sound or not
     * @throws jakarta.ws.rs.WebApplicationException with the answer, where that is more than is allowed now
     */
    void charge(int notifications);

    /** Free where nobody charges. */
    static void charge(HttpServletRequest request, int notifications) {
        if (request.getAttribute(ATTRIBUTE) instanceof PublishCharge charge) {
            charge.charge(notifications);
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models

/// The assistant's pages by name; pages shared with the shopper have a layout of their own.
Item {
    id: pages

    required property Shell shell
    required property StaffModel staff
    required property CustomersModel customers
    required property CustomerFileModel file
    required property CustomerBasketModel customerBasket
    required property CategoriesModel categories
    required property SearchModel search
    required property ProductModel product
    required property CustomerModel customer
    required property BasketModel basket
    required property CheckoutModel checkout
    required property DoneModel done
    required property OutboxModel outbox
    required property TasksModel tasks
    required property RefusedOrderModel refused
    required property DeviceModel device
    required property ScannerSetupModel scannerSetup

    function component(page: string): Component {
        const both = { "sign-in": signIn, outbox: outboxPage, order: orderPage, device: devicePage,
            scanner: scannerPage };
        // At the shopper's terminal staff look after orders, not customers.
        const here = { customers: customersPage, customer: customerPage, search: cataloguePage };
        return both[page] ?? (shell.mode === "assistant" ? here[page] : null) ?? null;
    }

    Component {
        id: signIn
        SignInPage { shell: pages.shell; staff: pages.staff }
    }

    Component {
        id: customersPage
        CustomersPage { shell: pages.shell; customers: pages.customers; file: pages.file }
    }

    Component {
        id: customerPage
        CustomerPage {
            shell: pages.shell
            file: pages.file
            basket: pages.basket
            checkout: pages.checkout
            beside: pages.customerBasket
        }
    }

    Component {
        id: cataloguePage
        CataloguePage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            categories: pages.categories
            search: pages.search
            product: pages.product
        }
    }

    Component {
        id: outboxPage
        OutboxPage {
            shell: pages.shell
            outbox: pages.outbox
            tasks: pages.tasks
            refused: pages.refused
            device: pages.device
        }
    }

    Component {
        id: orderPage
        OrderPage { shell: pages.shell; refused: pages.refused }
    }

    Component {
        id: devicePage
        DevicePage { shell: pages.shell; device: pages.device; scannerSetup: pages.scannerSetup }
    }

    Component {
        id: scannerPage
        ScannerPage { shell: pages.shell; setup: pages.scannerSetup }
    }
}

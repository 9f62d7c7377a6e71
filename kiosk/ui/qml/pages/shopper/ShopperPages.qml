pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models

/// The shopper's pages by name.
Item {
    id: pages

    required property Shell shell
    required property CatalogueComing coming
    required property CategoriesModel categories
    required property SearchModel search
    required property ProductModel product
    required property CustomerModel customer
    required property BasketModel basket
    required property CheckoutModel checkout
    required property DoneModel done
    required property CameraModel camera

    function component(page: string): Component {
        return ({
            attract: attractPage, category: categoryPage, search: searchPage, product: productPage,
            basket: basketPage, checkout: checkoutPage, done: donePage
        })[page] ?? null;
    }

    // WORKAROUND(pyside-6.11): what QML makes of a Python class is never freed, so there is one
    // for all time; the first page takes it in.
    Viewfinder {
        id: viewfinder
        objectName: "viewfinder"
        parent: null
        anchors.fill: parent
        source: pages.camera
        live: pages.camera.looking && Window.visibility !== Window.Hidden  // in no window: hidden
        visible: shown
        transform: Scale {
            origin.x: viewfinder.width / 2
            xScale: pages.camera.mirrored ? -1 : 1
        }
    }

    Component {
        id: attractPage
        AttractPage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            coming: pages.coming
            camera: pages.camera
            view: viewfinder
            categories: pages.categories
            search: pages.search
        }
    }

    Component {
        id: categoryPage
        CategoryPage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            categories: pages.categories
            product: pages.product
        }
    }

    Component {
        id: searchPage
        SearchPage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            search: pages.search
            product: pages.product
        }
    }

    Component {
        id: productPage
        ProductPage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            product: pages.product
        }
    }

    Component {
        id: basketPage
        BasketPage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            checkout: pages.checkout
            product: pages.product
        }
    }

    Component {
        id: checkoutPage
        CheckoutPage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            checkout: pages.checkout
        }
    }

    Component {
        id: donePage
        DonePage {
            shell: pages.shell
            customer: pages.customer
            basket: pages.basket
            done: pages.done
        }
    }
}

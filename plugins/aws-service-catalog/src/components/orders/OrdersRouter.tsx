import { Route, Routes } from 'react-router-dom';
import { OrderPage } from './OrderPage';
import { OrdersPage } from './OrdersPage';

/** The tab "Orders": the list, and one order below it. */
export const OrdersRouter = () => (
  <Routes>
    <Route index element={<OrdersPage />} />
    <Route path=":id" element={<OrderPage />} />
  </Routes>
);
